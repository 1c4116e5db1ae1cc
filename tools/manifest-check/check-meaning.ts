/**
 * What an API server refuses although every field has the right type: parts of an object that do not fit together.
 */
import { checkChoice } from './choices';
import { Finding, pathTo, shown } from './finding';
import { KubernetesTypes } from './kubernetes-types';
import { Data, objectOf, objectsIn, Part, partsOf } from './parts';

/** Looks at one part; the whole object is there for what the part alone does not say. */
type Rule = (part: Part, whole: Data) => Finding[];

const RULES = new Map<string, readonly Rule[]>([
  ...['V1DaemonSetSpec', 'V1DeploymentSpec', 'V1ReplicaSetSpec', 'V1StatefulSetSpec'].map(type => [type, [checkSelector]] as const),
  ['V1PodSpec', [checkMounts, checkPodNames]],
  ['V1ServiceSpec', [checkServicePorts]],
]);

/**
 * Applies the rules to whatever part of the object they are about, so that a Job's pods are held to the same as a Deployment's.
 */
export function checkMeaning(types: KubernetesTypes, type: string, manifest: Data): Finding[] {
  return partsOf(types, type, manifest).flatMap(part => [
    ...checkChoice(part),
    ...(RULES.get(part.type) ?? []).flatMap(rule => rule(part, manifest)),
  ]);
}

/** A workload must select its own pods, and not those of everybody. */
function checkSelector({ value, path }: Part): Finding[] {
  const selector = objectOf(value.selector);
  const here = pathTo(path, 'selector');
  if (value.selector !== undefined && Object.keys(objectOf(selector.matchLabels)).length + objectsIn(selector.matchExpressions).length === 0) {
    return [{ path: here, message: 'must not be empty' }];
  }
  const labels = objectOf(objectOf(objectOf(value.template).metadata).labels);
  return Object.entries(objectOf(selector.matchLabels))
    .filter(([key, label]) => labels[key] !== label)
    .map(([key, label]) => ({
      path: pathTo(pathTo(here, 'matchLabels'), key),
      message: `is ${shown(label)}, but the pods' label is ${shown(labels[key])}`,
    }));
}

/** A StatefulSet's claims are volumes of its pods, too. */
function checkMounts({ value, path }: Part, whole: Data): Finding[] {
  const claims = objectsIn(objectOf(whole.spec).volumeClaimTemplates).map(claim => objectOf(claim.metadata).name);
  const volumes = new Set([...objectsIn(value.volumes).map(volume => volume.name), ...claims]);
  return ['initContainers', 'containers'].flatMap(list => objectsIn(value[list]).flatMap((container, i) => {
    const mounts = objectsIn(container.volumeMounts);
    const here = `${pathTo(path, list)}[${i}].volumeMounts`;
    const astray = mounts.flatMap(({ name }, j): Finding[] => name === undefined || volumes.has(name)
      ? []
      : [{ path: `${here}[${j}].name`, message: `is ${shown(name)}, which is none of the pod's volumes` }]);
    return [...astray, ...repeated(mounts, 'mountPath', here)];
  }));
}

function checkPodNames({ value, path }: Part): Finding[] {
  return [
    ...repeated(objectsIn(value.volumes), 'name', pathTo(path, 'volumes')),
    // Both kinds of containers share their names.
    ...repeated([...objectsIn(value.containers), ...objectsIn(value.initContainers)], 'name', pathTo(path, 'containers')),
  ];
}

/** Only a port that is the only one needs no name. */
function checkServicePorts({ value, path }: Part): Finding[] {
  const ports = objectsIn(value.ports);
  const here = pathTo(path, 'ports');
  const nameless = ports.flatMap((port, i): Finding[] => ports.length > 1 && port.name === undefined
    ? [{ path: `${here}[${i}].name`, message: 'required where a Service has several ports' }]
    : []);
  return [...nameless, ...repeated(ports, 'name', here)];
}

function repeated(items: Data[], field: string, path: string): Finding[] {
  const values = items.map(item => item[field]).filter(value => value !== undefined);
  const twice = new Set(values.filter((value, i) => values.indexOf(value) !== i));
  return [...twice].map(value => ({ path, message: `${field} ${shown(value)} is there more than once` }));
}
