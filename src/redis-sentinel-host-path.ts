import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { NodePlan } from './node-plan';
import { NodePreference } from './node-preference';
import { addDisruptionBudget } from './private/disruption-budget';
import { assertDistinctNodes } from './private/shard-rules';
import { RecoverySettings } from './recovery-settings';
import { RedisConfig } from './redis-config';
import { RedisConnection } from './redis-connection';
import { RedisImage } from './redis-image';
import { RedisSettings } from './redis-settings';
import { RedisShard, RedisShardOptions } from './redis-shard';
import { SentinelDeployment, SentinelDeploymentOptions } from './sentinel-deployment';
import { SentinelSettings } from './sentinel-settings';

/**
 * One shard of a set, and the nodes it wants to live on. A shard holds a full copy of the data.
 */
export interface ShardPlacement {
  /**
   * The shard's name: part of the names of its objects and of its data folder, so renaming it orphans its data.
   */
  readonly name: string;

  /**
   * The node preferred first.
   *
   * @default - label `storage-selector=node-<name>-master`, weight 80
   */
  readonly home?: NodePreference;

  /**
   * The node preferred when the home node is gone.
   *
   * @default - label `storage-selector=node-<name>-slave`, weight 20; none if only `home` is given, and with `PlacementPolicy.HOME`
   */
  readonly backup?: NodePreference;
}

/**
 * Props of `RedisSentinelHostPath`.
 */
export interface RedisSentinelHostPathProps {
  /**
   * What the names of the set's Kubernetes objects begin with. Renaming it later orphans the data.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Labels for every object of the set. Pods bear none but `app`, which the selectors match.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * The shards, two or more. The first one is the master of a new set.
   *
   * @default - shards a, b and c on nodes labelled `storage-selector=node-<name>-master` and `node-<name>-slave`
   */
  readonly shards?: ShardPlacement[];

  /**
   * What the shards have in common: storage, resources, scheduling.
   *
   * @default - see `RedisShardOptions`
   */
  readonly shardOptions?: RedisShardOptions;

  /**
   * The sentinels' Service type, resources, scheduling.
   *
   * @default - see `SentinelDeploymentOptions`
   */
  readonly sentinelOptions?: SentinelDeploymentOptions;

  /**
   * The settings that every redis-server shares.
   *
   * @default - see `RedisSettings`
   */
  readonly redis?: RedisSettings;

  /**
   * How the sentinels watch the set.
   *
   * @default - see `SentinelSettings`
   */
  readonly sentinel?: SentinelSettings;

  /**
   * How the set finds together again after a restart.
   *
   * @default - see `RecoverySettings`
   */
  readonly recovery?: RecoverySettings;

  /**
   * The container image of both Redis and Sentinel.
   *
   * @default - redis:7.2.5-alpine3.20, pulled if not present
   */
  readonly image?: RedisImage;

  /**
   * The Secret and the key in it that hold the password. It is referenced, never rendered.
   *
   * @default - key `password` of the Secret `<name>-auth`, which you create
   */
  readonly password?: kplus.SecretValue;

  /**
   * The DNS domain of the Kubernetes cluster.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Whether PodDisruptionBudgets let a drain take one shard, and one sentinel, at a time.
   *
   * @default true
   */
  readonly disruptionBudgets?: boolean;
}

/**
 * A Redis Sentinel set on the nodes' own disks: one master and its replicas, each a pinned shard with a hostPath
 * volume, watched by sentinels. No operator, no shared storage.
 *
 * @example
 * const redis = new RedisSentinelHostPath(chart, 'redis');
 * redis.connection.sentinelHost; // 'redis-sentinel.default.svc.cluster.local'
 */
export class RedisSentinelHostPath extends Construct {
  /**
   * The shared configuration.
   */
  public readonly config: RedisConfig;

  /**
   * The shards. The first one is the master of a new set.
   */
  public readonly shards: RedisShard[];

  /**
   * The sentinels.
   */
  public readonly sentinel: SentinelDeployment;

  /**
   * What a client needs in order to connect.
   */
  public readonly connection: RedisConnection;

  /**
   * Which shard wants to live on which nodes.
   */
  public readonly nodePlan: NodePlan;

  /**
   * @throws if a prop cannot work; the message names the prop, its value and what is allowed
   */
  constructor(scope: Construct, id: string, props: RedisSentinelHostPathProps = {}) {
    super(scope, id);

    const { image, shards: placements = [{ name: 'a' }, { name: 'b' }, { name: 'c' }], disruptionBudgets = true } = props;
    const config = new RedisConfig(this, 'Config', { ...props, name: props.name ?? id, shards: placements.map(({ name }) => name) });

    this.config = config;
    this.shards = placements.map(({ name, home, backup }) =>
      new RedisShard(this, `Shard-${name}`, { ...props.shardOptions, config, image, shard: name, home, backup }));
    this.sentinel = new SentinelDeployment(this, 'Sentinel', { ...props.sentinelOptions, config, image, disruptionBudget: disruptionBudgets });
    if (disruptionBudgets) {
      addDisruptionBudget(this, config, config.name, config._shardApps);
    }

    this.nodePlan = new NodePlan(config.name, this.shards.map(({ shard, home, backup }) => ({ shard, home, backup })), this.shards[0].hostPath);
    assertDistinctNodes(this.nodePlan.entries);
    this.connection = {
      sentinelHost: this.sentinel.hostName,
      sentinelPort: this.sentinel.port,
      masterName: config.masterName,
      password: config.password,
    };
  }
}
