import { App, Chart, ChartProps, Testing } from 'cdk8s';

/** A manifest as plain data. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Manifest = any;

/**
 * A chart in an app of its own.
 */
export function testChart(props: ChartProps = {}): Chart {
  return new Chart(new App(), 'test', props);
}

/**
 * What the chart synthesises to.
 */
export function synth(chart: Chart): Manifest[] {
  return Testing.synth(chart);
}

/**
 * The one object of this kind and name.
 */
export function find(manifests: Manifest[], kind: string, name: string): Manifest {
  const found = manifests.filter(manifest => manifest.kind === kind && manifest.metadata.name === name);
  if (found.length !== 1) {
    throw new Error(`${found.length} objects ${kind}/${name} among ${manifests.map(m => `${m.kind}/${m.metadata.name}`).join(', ')}`);
  }
  return found[0];
}

/**
 * The pod spec of a StatefulSet or Deployment.
 */
export function podSpec(manifests: Manifest[], kind: string, name: string): Manifest {
  return find(manifests, kind, name).spec.template.spec;
}
