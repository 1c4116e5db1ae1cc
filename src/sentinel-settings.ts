import { Duration } from 'cdk8s';

/**
 * How the sentinels watch the set.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/
 */
export interface SentinelSettings {
  /**
   * How many sentinels there are. Three or a larger odd number; others work but draw a warning.
   *
   * @default 3
   */
  readonly replicas?: number;

  /**
   * How many sentinels must find the master dead before one of them starts a failover:
   * from the majority of the sentinels to all of them.
   *
   * @default - the majority of `replicas`
   */
  readonly quorum?: number;

  /**
   * Port that Sentinel listens on: 1024 to 65535, since Sentinel runs as non-root, and not `redis.port`.
   *
   * @default 26379
   */
  readonly port?: number;

  /**
   * The name under which clients ask Sentinel for this set's master: letters, digits, `.`, `_` and `-`.
   *
   * @default 'mymaster'
   */
  readonly masterName?: string;

  /**
   * How long a Redis must be silent before a sentinel holds it for dead: 1 second or more.
   *
   * @default Duration.seconds(5)
   */
  readonly downAfter?: Duration;

  /**
   * How long a failover may take: more than `downAfter`. A failed one is tried again after twice this time.
   *
   * @default Duration.seconds(60)
   */
  readonly failoverTimeout?: Duration;

  /**
   * How many replicas resync from a new master at the same time, 1 or more.
   *
   * @default 1
   */
  readonly parallelSyncs?: number;

  /**
   * Further lines for sentinel.conf, such as `loglevel verbose`. Directives that this library manages are refused.
   *
   * @default - none
   */
  readonly extraDirectives?: string[];
}
