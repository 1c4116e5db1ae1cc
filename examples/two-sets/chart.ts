import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { MaxMemoryPolicy, NodePreference, RedisSentinelHostPath, ShardPlacement } from 'cdk8s-redis-sentinel-hostpath';

/**
 * Two independent sets in one namespace, each with node labels and a master name of its own.
 */
export class TwoSetsChart extends Chart {
  /** A cache: what was not used for long may go. */
  public readonly redisSessions: RedisSentinelHostPath;
  /** A queue: nothing may go. */
  public readonly redisJobs: RedisSentinelHostPath;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'shop' });

    this.redisSessions = new RedisSentinelHostPath(this, 'sessions', {
      shards: shardsOn('sessions-node'),
      redis: { maxMemoryPolicy: MaxMemoryPolicy.ALL_KEYS_LRU },
      sentinel: { masterName: 'sessions' },
    });
    this.redisJobs = new RedisSentinelHostPath(this, 'jobs', {
      shards: shardsOn('jobs-node'),
      sentinel: { masterName: 'jobs' },
    });
  }
}

/** Shards a, b and c, each with a home and a backup node that no other shard has, told by the label `key`. */
function shardsOn(key: string): ShardPlacement[] {
  return ['a', 'b', 'c'].map(name => ({
    name,
    home: NodePreference.labelled(key, `${name}-home`),
    backup: NodePreference.labelled(key, `${name}-backup`),
  }));
}
