/**
 * A chart's manifest, written only if every object in it is valid.
 */
import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, Chart } from 'cdk8s';
import { checkManifests } from '../manifest-check/check-manifests';
import { parseManifests } from '../manifest-check/read-manifests';

/** What was synthesised. */
export interface Synthesised<C extends Chart> {
  readonly chart: C;
  /** The objects, as they stand in the manifest. */
  readonly objects: KubernetesObject[];
  /** The file. */
  readonly manifest: string;
}

/** As much of a Kubernetes object as its readers here need. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/**
 * Writes the manifest of the app's only chart into `folder`.
 *
 * @throws if the chart cannot be built, or an object would be refused; the folder holds no manifest then
 */
export function synthesise<C extends Chart>(chartIn: (app: App) => C, folder: string): Synthesised<C> {
  // The manifest of an earlier run must not be taken for what this one refuses.
  rmSync(folder, { recursive: true, force: true });

  const app = new App();
  const chart = chartIn(app);
  const yaml = app.synthYaml();
  const objects = parseManifests(yaml) as KubernetesObject[];
  assertValid(objects);

  const manifest = join(folder, `${chart.node.id}.k8s.yaml`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(manifest, yaml);
  return { chart, objects, manifest };
}

function assertValid(objects: KubernetesObject[]): void {
  const problems = checkManifests(objects);
  if (problems.length > 0) {
    throw new Error(`Kubernetes would refuse ${problems.length === 1 ? 'this' : 'these'}; no manifest is written:\n${problems.join('\n')}`);
  }
}
