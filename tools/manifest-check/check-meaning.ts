/**
 * What an API server refuses although every field has the right type.
 */
import { Finding } from './check-types';

/** As much of a manifest as these rules read. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Manifest = any;

/**
 * The rules, each of them for an object of any kind.
 */
export function checkMeaning(manifest: Manifest): Finding[] {
  const template = manifest.spec?.template;
  return [
    ...checkName(manifest),
    ...(template ? [...checkSelector(manifest), ...checkMounts(template.spec, 'spec.template.spec')] : []),
    ...checkNumbers(manifest, ''),
  ];
}

function checkName({ metadata }: Manifest): Finding[] {
  const name = metadata?.name;
  const valid = typeof name === 'string' && name.length <= 253 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name);
  return valid ? [] : [{ path: 'metadata.name', message: `must be a DNS subdomain, but is ${JSON.stringify(name)}` }];
}

/** A workload that does not select its own pods is refused. */
function checkSelector({ spec }: Manifest): Finding[] {
  const labels = spec.template.metadata?.labels ?? {};
  return Object.entries(spec.selector?.matchLabels ?? {})
    .filter(([key, value]) => labels[key] !== value)
    .map(([key, value]) => ({ path: `spec.selector.matchLabels.${key}`, message: `is ${JSON.stringify(value)}, but the pods' label is ${JSON.stringify(labels[key])}` }));
}

function checkMounts(podSpec: Manifest, path: string): Finding[] {
  const volumes = new Set((podSpec?.volumes ?? []).map((volume: Manifest) => volume.name));
  return ['initContainers', 'containers'].flatMap(kind => (podSpec?.[kind] ?? []).flatMap((container: Manifest, i: number) =>
    (container.volumeMounts ?? []).flatMap((mount: Manifest, j: number): Finding[] => volumes.has(mount.name)
      ? []
      : [{ path: `${path}.${kind}[${i}].volumeMounts[${j}].name`, message: `is ${JSON.stringify(mount.name)}, which is none of the pod's volumes` }])));
}

/** Ports and weights, wherever they stand. */
function checkNumbers(value: Manifest, path: string): Finding[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => checkNumbers(item, `${path}[${i}]`));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]): Finding[] => {
    const here = path ? `${path}.${key}` : key;
    const limit = { port: 65535, containerPort: 65535, targetPort: 65535, nodePort: 65535, weight: 100 }[key];
    if (limit !== undefined && typeof item === 'number' && (item < 1 || item > limit)) {
      return [{ path: here, message: `must be from 1 to ${limit}, but is ${item}` }];
    }
    return checkNumbers(item, here);
  });
}
