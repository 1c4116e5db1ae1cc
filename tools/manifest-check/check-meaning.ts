/**
 * What an API server refuses although every field has the right type: parts of an object that do not fit together.
 */
import { Data, objectOf, objectsIn } from './data';
import { Finding, pathTo, shown } from './finding';

/** Looks at one part; the whole object is there for what the part alone does not say. Paths begin at the part. */
type Rule = (part: Data, whole: Data) => Finding[];

/** A workload must select its own pods, and not those of everybody. */
function checkSelector(value: Data): Finding[] {
  const selector = objectOf(value.selector);
  const here = 'selector';
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
function checkMounts(value: Data, whole: Data): Finding[] {
  const claims = objectsIn(objectOf(whole.spec).volumeClaimTemplates).map(claim => objectOf(claim.metadata).name);
  const volumes = new Set([...objectsIn(value.volumes).map(volume => volume.name), ...claims]);
  return ['initContainers', 'containers'].flatMap(list => objectsIn(value[list]).flatMap((container, i) => {
    const mounts = objectsIn(container.volumeMounts);
    const here = `${list}[${i}].volumeMounts`;
    const astray = mounts.flatMap(({ name }, j): Finding[] => name === undefined || volumes.has(name)
      ? []
      : [{ path: `${here}[${j}].name`, message: `is ${shown(name)}, which is none of the pod's volumes` }]);
    return [...astray, ...repeated(mounts, 'mountPath', here)];
  }));
}

function checkPodNames(value: Data): Finding[] {
  return [
    ...repeated(objectsIn(value.volumes), 'name', 'volumes'),
    // Both kinds of containers share their names.
    ...repeated([...objectsIn(value.containers), ...objectsIn(value.initContainers)], 'name', 'containers'),
  ];
}

/** Only a port that is the only one needs no name. */
function checkServicePorts(value: Data): Finding[] {
  const ports = objectsIn(value.ports);
  const here = 'ports';
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

/** The rules by name: Ajv holds whatever part is under one to it, so that a Job's pods are held to the same as a Deployment's. */
export const MEANINGS = {
  mounts: checkMounts,
  podNames: checkPodNames,
  selector: checkSelector,
  servicePorts: checkServicePorts,
} satisfies Record<string, Rule>;
