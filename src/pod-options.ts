import * as kplus from 'cdk8s-plus-28';

/**
 * How strictly the pods of one group keep apart: no two of them on one node.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
 */
export enum AntiAffinity {
  /** The scheduler prefers different nodes, but rather doubles up than leaves a pod Pending. */
  PREFERRED = 'preferred',
  /** A pod that finds no node of its own stays Pending. */
  REQUIRED = 'required',
  /** The scheduler does not care. */
  OFF = 'off',
}

/**
 * Spreads the pods of one group evenly over the values of a node label, for example over zones or racks.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export interface TopologySpread {
  /**
   * The node label whose values are the domains.
   */
  readonly topology: kplus.Topology;

  /**
   * By how many pods two domains may differ: a whole number from 1.
   *
   * @default 1
   */
  readonly maxSkew?: number;

  /**
   * Whether a pod stays Pending rather than break the rule.
   *
   * @default false
   */
  readonly required?: boolean;
}

/**
 * What the pods of shards and of sentinels have in common.
 */
export interface PodOptions {
  /**
   * CPU and memory of the container.
   *
   * @default - no requests and no limits
   * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Whether the pods of the group keep to different nodes.
   *
   * @default AntiAffinity.PREFERRED
   */
  readonly antiAffinity?: AntiAffinity;

  /**
   * How the pods of the group spread over zones, racks or the like.
   *
   * Kubernetes counts only pods on nodes where the pod itself may run. Shards whose `placement` requires nodes of their own do not see each
   * other then, and nothing is spread.
   *
   * @default - no constraint
   */
  readonly topologySpread?: TopologySpread[];

  /**
   * The PriorityClass of the pods, which has to exist.
   *
   * @default - the cluster's default priority
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
   */
  readonly priorityClassName?: string;

  /**
   * Changes to the container's security context; what it does not name stays as it is by default.
   *
   * @default - user 999, group 1000, non-root, read-only root file system, no privilege escalation, no capabilities,
   * seccomp profile RuntimeDefault
   * @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
   */
  readonly securityContext?: kplus.ContainerSecurityContextProps;
}
