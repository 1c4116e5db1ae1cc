/**
 * The controller of a StatefulSet of one replica.
 *
 * The name of its pod is taken until that pod is wholly gone: there are never two of the same name, even when a node does not answer.
 */
import type { V1StatefulSet, V1StatefulSetSpec } from '@kubernetes/client-node';
import { Controller } from './controller';
import { isAvailable, OwnedPod, Plan, podOf, revisionOf } from './workloads';

const CHANGEABLE = ['replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'];

export class StatefulSet extends Controller<V1StatefulSet> {
  constructor(object: V1StatefulSet) {
    super('StatefulSet', object);
  }

  public scale(replicas: number): void {
    this.emulated({ ...this.spec, replicas });
    this.replicas = replicas;
  }

  public plan<P extends OwnedPod>([pod]: P[], now: number): Plan<P> {
    const wanted = this.replicas > 0;
    if (pod === undefined) {
      return { create: wanted ? [podOf(this, `${this.name}-0`, this.spec.template, this.spec.serviceName)] : [], remove: [] };
    }
    const remove = !pod.deleted && (!wanted || this.toBeReplaced(pod, now));
    return { create: [], remove: remove ? [pod] : [] };
  }

  /** OrderedReady goes no further while a pod is not available. So a broken pod is not even replaced by its correction: the stuck rollout. */
  private toBeReplaced(pod: OwnedPod, now: number): boolean {
    const { template, updateStrategy, podManagementPolicy, minReadySeconds = 0 } = this.spec;
    return pod.identity.revision !== revisionOf(template)
      && updateStrategy?.type !== 'OnDelete'
      && (podManagementPolicy === 'Parallel' || isAvailable(pod, minReadySeconds, now));
  }

  protected notEmulated({ replicas = 1, updateStrategy }: V1StatefulSetSpec): string | undefined {
    if (replicas > 1) return 'more than one replica';
    return updateStrategy?.rollingUpdate?.partition ? 'a partition' : undefined;
  }

  protected changeable(): string[] {
    return CHANGEABLE;
  }
}
