import { NodePreference } from './node-preference';

/**
 * The nodes that a shard wants to live on.
 */
export interface ShardNodes {
  /**
   * The node preferred first.
   *
   * @default - label `storage-selector=node-<shard>-master`, weight 80
   */
  readonly home?: NodePreference;

  /**
   * The node preferred when the home node is gone.
   *
   * @default - label `storage-selector=node-<shard>-slave`, weight 20; none if only `home` is given, and with `PlacementPolicy.HOME`
   */
  readonly backup?: NodePreference;
}

/**
 * One shard of a set, and the nodes it wants to live on. A shard holds a full copy of the data.
 */
export interface ShardPlacement extends ShardNodes {
  /**
   * The shard's name: part of the names of its objects and of its data folder, so renaming it orphans its data.
   */
  readonly name: string;
}
