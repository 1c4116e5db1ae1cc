/**
 * What StatefulSets and Deployments want: which pods are missing, given those that exist.
 */
import { randomBytes } from 'crypto';
import type { V1Deployment, V1PodTemplateSpec, V1StatefulSet } from '@kubernetes/client-node';
import { Pod, PodIdentity } from './pod';

export interface Workload {
  readonly name: string;
  readonly namespace: string;

  /** The pods to create now. */
  missing(existing: Pod[]): PodIdentity[];
}

/** A name is taken until its pod is wholly gone: never two pods of the same name, even when a node does not answer. */
export function statefulSet(object: V1StatefulSet): Workload {
  const { name, namespace } = named(object);
  const spec = object.spec!;
  if ((spec.replicas ?? 1) > 1) throw new Error(`StatefulSet ${name}: more than one replica is not emulated`);
  const pod = podOf(name, namespace, spec.template, `${name}-0`, spec.serviceName);
  return { name, namespace, missing: existing => spec.replicas === 0 || existing.length > 0 ? [] : [pod] };
}

/** A pod that is being deleted counts as gone: its replacement starts at once. */
export function deployment(object: V1Deployment): Workload {
  const { name, namespace } = named(object);
  const { template, replicas = 1 } = object.spec!;
  return {
    name,
    namespace,
    missing: existing => Array.from({ length: Math.max(0, replicas - existing.filter(pod => !pod.deleted).length) },
      () => podOf(name, namespace, template, `${name}-${randomBytes(4).toString('hex').slice(0, 5)}`)),
  };
}

function podOf(workload: string, namespace: string, template: V1PodTemplateSpec, name: string, subdomain?: string): PodIdentity {
  return { name, namespace, workload, subdomain, labels: template.metadata?.labels ?? {}, spec: template.spec! };
}

function named(object: V1StatefulSet | V1Deployment): { name: string; namespace: string } {
  return { name: object.metadata!.name!, namespace: object.metadata!.namespace ?? 'default' };
}
