/**
 * Checks the objects of a manifest as strictly as an API server would that is told to refuse unknown fields.
 */
import { checkMeaning } from './check-meaning';
import { checkType } from './check-types';
import { Finding } from './finding';
import { CLIENTS, KubernetesTypes, KubernetesVersion } from './kubernetes-types';
import { checkName } from './names';
import { nearest } from './nearest';
import { objectOf } from './parts';

const LOADED = new Map([...CLIENTS].map(([version, client]) => [version, new KubernetesTypes(client)]));

/**
 * One line for each problem, with the object, the path in it, and the Kubernetes versions that would refuse it: of all that
 * are known, or of `version` alone.
 */
export function checkManifests(manifests: unknown[], version?: KubernetesVersion): string[] {
  const problems = new Map<string, KubernetesVersion[]>();
  for (const [known, types] of LOADED) {
    const checked = version === undefined || version === known ? manifests : [];
    const found = new Set(checked.flatMap((manifest, i) => checkObject(types, manifest)
      .map(({ path, message }) => `${labelOf(manifest, i)}: ${path}: ${message}`)));
    found.forEach(problem => problems.set(problem, [...problems.get(problem) ?? [], known]));
  }
  return [
    ...[...problems].map(([problem, where]) => `${problem} (Kubernetes ${where.join(', ')})`),
    ...duplicates(manifests).map(object => `${object}: is there more than once`),
  ];
}

function checkObject(types: KubernetesTypes, manifest: unknown): Finding[] {
  const object = objectOf(manifest);
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    return [{ path: 'kind', message: 'is no Kubernetes object: apiVersion and kind must be there' }];
  }
  const kinds = types.kindsOf(apiVersion);
  const type = kinds.get(kind);
  if (type) {
    return [...checkType(types, type, object), ...checkName(kind, objectOf(object.metadata).name), ...checkMeaning(types, type, object)];
  }
  if (kinds.size === 0) {
    return [{ path: 'apiVersion', message: `there is no ${apiVersion || 'empty apiVersion'}` }];
  }
  const guess = nearest(kind, [...kinds.keys()]);
  return [{ path: 'kind', message: `${apiVersion} has no ${kind}${guess ? `; did you mean ${guess}?` : ''}` }];
}

/** What cannot be named is counted. */
function labelOf(manifest: unknown, i: number): string {
  const { kind, metadata } = objectOf(manifest);
  const { name } = objectOf(metadata);
  return typeof kind === 'string' && typeof name === 'string' ? `${kind}/${name}` : `object ${i + 1}${typeof kind === 'string' ? ` (${kind})` : ''}`;
}

/** Versions of an API show the same object, so the API's group tells objects apart, but not its version. */
function duplicates(manifests: unknown[]): string[] {
  const ids = manifests.map(objectOf).flatMap(({ apiVersion, kind, metadata }) => {
    const { name, namespace } = objectOf(metadata);
    const group = /^(.*)\//.exec(String(apiVersion))?.[1] ?? '';
    return name === undefined ? [] : [{ id: `${group}/${kind}/${namespace ?? 'default'}/${name}`, label: `${kind}/${namespace ?? 'default'}/${name}` }];
  });
  const twice = ids.filter(({ id }, i) => ids.findIndex(other => other.id === id) !== i);
  return [...new Set(twice.map(({ label }) => label))];
}
