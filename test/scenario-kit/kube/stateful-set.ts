/**
 * The controller of a StatefulSet of one replica.
 *
 * The name of its pod is taken until that pod is wholly gone: there are never two of the same name, even when a node does not answer.
 */
import type { V1StatefulSet, V1StatefulSetSpec } from '@kubernetes/client-node';
import { Labels } from './labels';
import { forbidOtherChanges, isAvailable, labelsOf, OwnedPod, Plan, podOf, revisionOf, Workload } from './workloads';

const CHANGEABLE = ['replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'];

export class StatefulSet implements Workload {
  public readonly name: string;
  public readonly namespace: string;
  public replicas: number;
  private spec: V1StatefulSetSpec;

  constructor(object: V1StatefulSet) {
    this.name = object.metadata!.name!;
    this.namespace = object.metadata!.namespace ?? 'default';
    this.spec = this.emulated(object.spec!);
    this.replicas = this.spec.replicas ?? 1;
  }

  public get podLabels(): Labels {
    return labelsOf(this.spec.template);
  }

  public update(object: V1StatefulSet): void {
    forbidOtherChanges(`StatefulSet ${this.name}`, this.spec, object.spec!, CHANGEABLE);
    this.spec = this.emulated(object.spec!);
    this.replicas = this.spec.replicas ?? 1;
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

  private emulated(spec: V1StatefulSetSpec): V1StatefulSetSpec {
    if ((spec.replicas ?? 1) > 1) throw new Error(`StatefulSet ${this.name}: more than one replica is not emulated`);
    if (spec.updateStrategy?.rollingUpdate?.partition) throw new Error(`StatefulSet ${this.name}: a partition is not emulated`);
    return spec;
  }
}
