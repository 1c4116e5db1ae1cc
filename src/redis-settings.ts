import { Duration, Size } from 'cdk8s';

/**
 * What Redis does when `maxMemory` is reached.
 *
 * @see https://redis.io/docs/latest/develop/reference/eviction/
 */
export enum MaxMemoryPolicy {
  /** Refuse writes; nothing is evicted. */
  NO_EVICTION = 'noeviction',
  /** Evict the least recently used key. */
  ALL_KEYS_LRU = 'allkeys-lru',
  /** Evict the least frequently used key. */
  ALL_KEYS_LFU = 'allkeys-lfu',
  /** Evict a random key. */
  ALL_KEYS_RANDOM = 'allkeys-random',
  /** Evict the least recently used key among those that expire. */
  VOLATILE_LRU = 'volatile-lru',
  /** Evict the least frequently used key among those that expire. */
  VOLATILE_LFU = 'volatile-lfu',
  /** Evict a random key among those that expire. */
  VOLATILE_RANDOM = 'volatile-random',
  /** Evict the key that expires soonest. */
  VOLATILE_TTL = 'volatile-ttl',
}

/**
 * Whether Redis keeps an append-only file beside the RDB snapshots, and how often it syncs it to the disk.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
 */
export enum AppendOnly {
  /** No append-only file. */
  OFF = 'off',
  /** Synced once a second: a power cut costs about a second of writes on that node. */
  EVERY_SECOND = 'everysec',
  /** Synced before each answer: slow, and nothing that was answered is missing on that node's disk. */
  ALWAYS = 'always',
}

/**
 * Takes an RDB snapshot `after` that time if at least `changes` keys have changed.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/#snapshotting
 */
export interface SavePoint {
  /**
   * Time since the last snapshot, in whole seconds.
   */
  readonly after: Duration;

  /**
   * Number of changed keys from which a snapshot is taken: a whole number from 1.
   */
  readonly changes: number;
}

/**
 * The settings that every redis-server of the set shares.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/config/
 */
export interface RedisSettings {
  /**
   * Port that Redis listens on: 1024 to 65535, since Redis runs as non-root.
   *
   * @default 6379
   */
  readonly port?: number;

  /**
   * Memory for the data set, in whole mebibytes.
   *
   * The container's memory limit, where there is one, must be at least 1.5 times as large: while Redis saves
   * or feeds a new replica, a fork shares its memory and every page written meanwhile exists twice.
   *
   * @default Size.mebibytes(256)
   */
  readonly maxMemory?: Size;

  /**
   * What Redis does when `maxMemory` is reached.
   *
   * @default MaxMemoryPolicy.NO_EVICTION
   */
  readonly maxMemoryPolicy?: MaxMemoryPolicy;

  /**
   * When RDB snapshots are taken. An empty list switches them off, which needs `appendOnly`.
   *
   * @default - after 3600 s with 1 change, 300 s with 10, 60 s with 100
   */
  readonly savePoints?: SavePoint[];

  /**
   * Whether an append-only file is kept too.
   *
   * Changing it later keeps the data: a member loads what is on its disk, and switches over while it runs.
   *
   * @default AppendOnly.EVERY_SECOND
   */
  readonly appendOnly?: AppendOnly;

  /**
   * How many replicas must be linked before the master accepts writes, below the number of shards; 0 switches the check off.
   *
   * With 1, a master that is cut off from its replicas stops accepting writes that would be lost.
   *
   * @default 1
   */
  readonly minReplicasToWrite?: number;

  /**
   * How long ago a replica may have been heard last and still count as linked, in whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly minReplicasMaxLag?: Duration;

  /**
   * Further lines for redis.conf, such as `hz 20`. Directives that this library manages are refused.
   *
   * @default - none
   */
  readonly extraDirectives?: string[];
}
