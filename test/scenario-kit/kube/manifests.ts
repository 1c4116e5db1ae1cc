/**
 * Reads synthesised manifests. A kind that the cluster does not know is an error, unless it is listed as irrelevant here.
 */
import type { V1ConfigMap, V1Deployment, V1PodDisruptionBudget, V1Secret, V1Service, V1StatefulSet } from '@kubernetes/client-node';
import { parseManifests } from '../../../tools/manifest-check/read-manifests';

export type WorkloadObject =
  | V1StatefulSet & { kind: 'StatefulSet' }
  | V1Deployment & { kind: 'Deployment' };

export type PassiveObject =
  | V1ConfigMap & { kind: 'ConfigMap' }
  | V1Secret & { kind: 'Secret' }
  | V1Service & { kind: 'Service' }
  | V1PodDisruptionBudget & { kind: 'PodDisruptionBudget' };

export type KubeObject = WorkloadObject | PassiveObject;

const KNOWN = ['ConfigMap', 'Secret', 'Service', 'PodDisruptionBudget', 'StatefulSet', 'Deployment'];
const WITHOUT_EFFECT_HERE = ['Namespace'];

export function kubeObjects(yaml: string): KubeObject[] {
  const objects = parseManifests(yaml) as { kind?: string }[];
  const unknown = objects.filter(({ kind = '' }) => !KNOWN.includes(kind) && !WITHOUT_EFFECT_HERE.includes(kind));
  if (unknown.length > 0) throw new Error(`not emulated: ${unknown.map(object => object.kind).join(', ')}; known are ${KNOWN.join(', ')}`);
  return objects.filter(({ kind = '' }) => KNOWN.includes(kind)) as KubeObject[];
}

export function isWorkload(object: KubeObject): object is WorkloadObject {
  return object.kind === 'StatefulSet' || object.kind === 'Deployment';
}

export function nameOf({ metadata }: KubeObject): { name: string; namespace: string } {
  return { name: metadata!.name!, namespace: metadata!.namespace ?? 'default' };
}
