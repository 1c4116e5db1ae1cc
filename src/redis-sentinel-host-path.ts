import { Construct } from 'constructs';
import { NodePlan } from './node-plan';
import { addDisruptionBudget } from './private/pods/disruption-budget';
import { assertDistinctNodes } from './private/rules/node-rules';
import { RedisConfig } from './redis-config';
import { RedisConnection } from './redis-connection';
import { RedisImageOptions } from './redis-image';
import { RedisSetProps } from './redis-set-props';
import { RedisShard } from './redis-shard';
import { SentinelDeployment } from './sentinel-deployment';
import { SentinelPodOptions } from './sentinel-pod-options';
import { ShardPlacement } from './shard-nodes';
import { ShardPodOptions } from './shard-pod-options';

/**
 * Props of `RedisSentinelHostPath`: `redis`, `sentinel` and `recovery` are settings of the processes, `shardPods` and `sentinelPods` options of
 * their pods.
 */
export interface RedisSentinelHostPathProps extends RedisSetProps, RedisImageOptions {
  /**
   * The shards, two or more. The first one is the master of a new set.
   *
   * @default - shards a, b and c on nodes labelled `storage-selector=node-<name>-master` and `node-<name>-slave`
   */
  readonly shards?: ShardPlacement[];

  /**
   * The pods of the shards: storage, resources, scheduling.
   *
   * @default - see `ShardPodOptions`
   */
  readonly shardPods?: ShardPodOptions;

  /**
   * The pods of the sentinels: resources, scheduling, and their Service's type.
   *
   * @default - see `SentinelPodOptions`
   */
  readonly sentinelPods?: SentinelPodOptions;

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

    const { image, disruptionBudgets = true } = props;
    const config = new RedisConfig(this, 'Config', { ...props, name: props.name ?? id, shards: props.shards?.map(({ name }) => name) });
    const placements: ShardPlacement[] = props.shards ?? config.shards.map(name => ({ name }));

    this.config = config;
    this.shards = placements.map(({ name, ...nodes }) =>
      new RedisShard(this, `Shard-${name}`, { ...props.shardPods, ...nodes, config, image, shard: name }));
    this.sentinel = new SentinelDeployment(this, 'Sentinel', { ...props.sentinelPods, config, image, disruptionBudget: disruptionBudgets });
    if (disruptionBudgets) {
      addDisruptionBudget(this, config._names, config.name, config._names.shardApps);
    }

    this.nodePlan = NodePlan._of(config.name, this.shards.map(({ nodes }) => nodes), this.shards[0].hostPath);
    assertDistinctNodes(this.nodePlan.entries);
    this.connection = {
      sentinelHost: this.sentinel.hostName,
      sentinelPort: this.sentinel.port,
      masterName: config.masterName,
      password: config.password,
    };
  }
}
