/**
 * The layers, in the order in which they run: what others build on comes first, what takes longest last.
 */
import { jestLayer } from './jest-layer';
import { commandLayer, Layer, packagesLayer } from './layer';
import { tool } from '../shared/command';
import { refuseUnknown } from '../shared/refuse-unknown';

const LAYERS: Layer[] = [
  packagesLayer('packages', 'Debian packages', 'tests'),
  // The package test packs what this writes.
  commandLayer('compile', 'lib/ from src/, by jsii', tool('projen'), 'compile'),
  // Only writes: that nothing changes is for .ci/run to see.
  commandLayer('docgen', 'API.md and docs/api from the compiled library', tool('projen'), 'docgen'),
  commandLayer('types', 'Types of everything that jsii does not compile', tool('tsc'), '--noEmit', '-p', 'tsconfig.dev.json'),
  commandLayer('lint', 'ESLint', tool('projen'), 'eslint'),
  commandLayer('markdown', 'markdownlint', tool('projen'), 'markdownlint'),
  commandLayer('workflows', 'actionlint', tool('projen'), 'actionlint'),
  jestLayer('unit', 'Constructs, scripts, examples, documentation and package', tool('jest'), '--ci'),
  jestLayer('languages', 'The packages for Python, Java and Go, each used by an app', 'sh', 'test/languages/run.sh'),
  jestLayer('failover', 'The manifests as real processes, with faults', 'sh', 'test/failover/run.sh'),
];

/** Runs only when it is named: it builds Kubernetes first, which takes a quarter of an hour the first time. */
const CLUSTER = jestLayer('cluster', 'The manifests on a real Kubernetes, the quick scenarios', 'sh', 'test/cluster/run.sh', '--quick');

/**
 * The layers of these names, in their own order; all of them but the cluster's where no name is given.
 *
 * @throws if there is no layer of a name
 */
export function selectLayers(names: string[]): Layer[] {
  const layers = [...LAYERS, CLUSTER];
  const allowed = layers.map(({ name }) => name);
  refuseUnknown('layer', names, allowed, 'without a name all of them run but the last');
  return names.length === 0 ? LAYERS : layers.filter(({ name }) => names.includes(name));
}
