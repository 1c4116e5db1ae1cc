/**
 * Checks the objects of a manifest as strictly as an API server would that is told to refuse unknown fields.
 */
import { objectOf } from './data';
import { KUBERNETES_VERSIONS, versionWords } from './definitions';
import { Finding } from './finding';
import { checkName } from './names';
import { nearest } from './nearest';
import { Validators } from './validators';

const LOADED = new Map(KUBERNETES_VERSIONS.map(version => [version, new Validators(version)]));

/**
 * One line for each problem, with the object, the path in it, and the Kubernetes versions that would refuse it: of all that
 * are known, or of `version` alone.
 */
export function checkManifests(manifests: unknown[], version?: string): string[] {
  const problems = new Map<string, string[]>();
  for (const [known, validators] of LOADED) {
    const checked = version === undefined || version === known ? manifests : [];
    const found = new Set(checked.flatMap((manifest, i) => checkObject(validators, manifest)
      .map(({ path, message }) => `${labelOf(manifest, i)}: ${path}: ${message}`)));
    found.forEach(problem => problems.set(problem, [...problems.get(problem) ?? [], known]));
  }
  return [
    ...[...problems].map(([problem, where]) => `${problem} (Kubernetes ${versionWords(where)})`),
    ...duplicates(manifests).map(object => `${object}: is there more than once`),
  ];
}

function checkObject(validators: Validators, manifest: unknown): Finding[] {
  const object = objectOf(manifest);
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    return [{ path: 'kind', message: 'is no Kubernetes object: apiVersion and kind must be there' }];
  }
  const kinds = validators.kindsOf(apiVersion);
  if (kinds.includes(kind)) {
    return [...checkName(kind, objectOf(object.metadata).name), ...validators.check(apiVersion, kind, object)];
  }
  if (kinds.length === 0) {
    return [{ path: 'apiVersion', message: `there is no ${apiVersion || 'empty apiVersion'}` }];
  }
  const guess = nearest(kind, kinds);
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
