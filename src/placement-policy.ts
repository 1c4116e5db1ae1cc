/**
 * How strictly the shards keep to their home and backup nodes.
 *
 * It counts when a pod is scheduled: a pod that runs stays where it is.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity
 */
export enum PlacementPolicy {
  /**
   * The scheduler prefers the home node, then the backup node, by their weights, but rather takes any other node than leaves a pod
   * Pending. Other scores can outweigh a preference even while the home node is free: a taint `PreferNoSchedule` on it does, and so can
   * the affinities of other pods, and load together with a large image that other nodes already have.
   */
  PREFERRED = 'preferred',
  /**
   * A pod that fits on neither its home nor its backup node stays Pending. Between the two the weights decide, and the pods tolerate every
   * taint `PreferNoSchedule`, so that a taint which merely asks pods away does not outweigh the home node. Without a backup the home
   * node is the only one. What is sure is the pool, not the home: a home node that is nearly full and lacks a large image which the
   * backup node has still loses, unless the weights are far apart, such as 100 and 1.
   */
  HOME_OR_BACKUP = 'home-or-backup',
  /**
   * A pod that does not fit on its home node stays Pending. There is no backup node: the default one is left out, and one that is given
   * is refused.
   */
  HOME = 'home',
}
