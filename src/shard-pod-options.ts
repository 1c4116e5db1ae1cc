import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { HostPathStorage } from './host-path-storage';
import { PlacementPolicy } from './placement-policy';
import { PodOptions } from './pod-options';

/**
 * What can be said of the shards' pods, beside the settings of the processes in them.
 */
export interface ShardPodOptions extends PodOptions {
  /**
   * The folder on the nodes below which the shards keep their data.
   *
   * @default - see `HostPathStorage`; the folder has to exist
   */
  readonly storage?: HostPathStorage;

  /**
   * Whether the home and backup nodes are preferred or required. A shard is refused whose `backup` is given with `PlacementPolicy.HOME`.
   *
   * A node that is required by `scheduling.attract()` on the StatefulSet is one more alternative, no further condition.
   *
   * @default PlacementPolicy.PREFERRED
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity
   */
  readonly placement?: PlacementPolicy;

  /**
   * How long a pod stays bound to a node that is not ready or unreachable before Kubernetes evicts it: in whole seconds, more than
   * `sentinel.downAfter`.
   *
   * Sentinel keeps the service up meanwhile; a short maintenance of a node does not move its data's owner away.
   *
   * @default Duration.hours(1)
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
   */
  readonly evictionDelay?: Duration;

  /**
   * When a change reaches the pods. However it does, they are replaced one after another, the master last and by a failover: a pod
   * waits for its turn before it stops.
   *
   * `rollingUpdate()`: when it is applied. `onDelete()`: a pod takes it up when somebody deletes it.
   *
   * @default StatefulSetUpdateStrategy.rollingUpdate()
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies
   */
  readonly updateStrategy?: kplus.StatefulSetUpdateStrategy;
}
