/**
 * Checks the objects of a manifest as strictly as an API server would that is told to refuse unknown fields.
 */
import { checkMeaning } from './check-meaning';
import { checkType, Finding } from './check-types';
import { KUBERNETES_VERSIONS, KubernetesTypes, KubernetesVersion } from './kubernetes-types';

/** An object as it was read. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Manifest = any;

const LOADED = new Map(KUBERNETES_VERSIONS.map(version => [version, new KubernetesTypes(version)]));

/**
 * One line for each problem, with the object, the path in it, and the Kubernetes versions that would refuse it.
 */
export function checkManifests(manifests: Manifest[]): string[] {
  const problems = new Map<string, KubernetesVersion[]>();
  for (const [version, types] of LOADED) {
    for (const manifest of manifests) {
      for (const { path, message } of checkObject(types, manifest)) {
        const problem = `${manifest?.kind}/${manifest?.metadata?.name}: ${path}: ${message}`;
        problems.set(problem, [...new Set([...problems.get(problem) ?? [], version])]);
      }
    }
  }
  return [
    ...[...problems].map(([problem, where]) => `${problem} (Kubernetes ${where.join(', ')})`),
    ...duplicates(manifests).map(object => `${object}: is there more than once`),
  ];
}

function checkObject(types: KubernetesTypes, manifest: Manifest): Finding[] {
  const { apiVersion, kind } = manifest ?? {};
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    return [{ path: 'kind', message: 'is no Kubernetes object: apiVersion and kind must be there' }];
  }
  const type = types.typeOf(apiVersion, kind);
  return type
    ? [...checkType(types, type, manifest), ...checkMeaning(manifest)]
    : [{ path: 'kind', message: `${apiVersion} has no ${kind}` }];
}

function duplicates(manifests: Manifest[]): string[] {
  const ids = manifests.map(manifest => `${manifest?.kind}/${manifest?.metadata?.namespace ?? 'default'}/${manifest?.metadata?.name}`);
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}
