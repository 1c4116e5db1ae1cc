/**
 * What StatefulSets and Deployments are to the cluster, and what their controllers work with: they compare what is wanted with the pods that exist.
 */
import { createHash } from 'crypto';
import type { IntOrString, V1Deployment, V1PodTemplateSpec, V1StatefulSet } from '@kubernetes/client-node';
import { Labels } from './labels';
import type { PodIdentity } from './pod';

/** What a controller sees of a pod. */
export interface OwnedPod {
  readonly identity: PodIdentity;
  readonly nodeName: string;

  /** Terminating, or about to be. */
  readonly deleted: boolean;

  /** Since when (a Date.now() time) it is ready; undefined while it is not. */
  readonly readySince?: number;
}

export interface Plan<P extends OwnedPod> {
  readonly create: PodIdentity[];
  readonly remove: P[];
}

export interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly replicas: number;

  /** Those of its newest pods. */
  readonly podLabels: Labels;

  /** Takes over a changed manifest of the same kind and name. */
  update(object: V1StatefulSet | V1Deployment): void;

  scale(replicas: number): void;

  /** What to do now, given all of its pods that exist, whatever state they are in. */
  plan<P extends OwnedPod>(pods: P[], now: number): Plan<P>;
}

/** Equal templates are the same revision, however often and in whatever order they are applied. */
export function revisionOf(template: V1PodTemplateSpec): string {
  return createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 10);
}

export function podOf(workload: Pick<Workload, 'name' | 'namespace'>, name: string, template: V1PodTemplateSpec, subdomain?: string): PodIdentity {
  const { name: workloadName, namespace } = workload;
  return { name, namespace, workload: workloadName, revision: revisionOf(template), subdomain, labels: labelsOf(template), spec: template.spec! };
}

export function labelsOf(template: V1PodTemplateSpec): Labels {
  return template.metadata?.labels ?? {};
}

/** Ready for as long as minReadySeconds asks. */
export function isAvailable(pod: OwnedPod, minReadySeconds: number, now: number): boolean {
  return pod.readySince !== undefined && pod.readySince + minReadySeconds * 1000 <= now;
}

/** A count that may be given as a percentage of the replicas. */
export function scaled(value: IntOrString, replicas: number, round: (value: number) => number): number {
  return typeof value === 'number' ? value : round(parseInt(value, 10) * replicas / 100);
}

/** The API server accepts changes of some fields only. */
export function forbidOtherChanges(what: string, before: object, after: object, changeable: string[]): void {
  const fixed = Object.keys({ ...before, ...after }).filter(field => !changeable.includes(field));
  const changed = fixed.filter(field => JSON.stringify(before[field as keyof object]) !== JSON.stringify(after[field as keyof object]));
  if (changed.length > 0) throw new Error(`${what}: ${changed.join(', ')} cannot be changed, only ${changeable.join(', ')}: delete it first`);
}
