import { Chart, Size } from 'cdk8s';
import { ContainerResources, Cpu, Secret, Topology } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AntiAffinity, RedisSentinelHostPath } from 'cdk8s-redis-sentinel-hostpath';

/**
 * Twice the shards' maxMemory as a limit: a fork that saves shares the memory copy-on-write. No CPU limit, since
 * a throttled Redis misses Sentinel's pings and is taken for a dead one.
 */
const SHARD_RESOURCES: ContainerResources = {
  cpu: { request: Cpu.millis(500) },
  memory: { request: Size.gibibytes(2), limit: Size.gibibytes(2) },
};

const SENTINEL_RESOURCES: ContainerResources = {
  cpu: { request: Cpu.millis(100) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(64) },
};

/**
 * A set for a cluster where nothing is left to chance: a node, a zone, memory, the registry.
 */
export class HardenedChart extends Chart {
  public readonly redis: RedisSentinelHostPath;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'cache' });

    this.redis = new RedisSentinelHostPath(this, 'redis', {
      image: {
        name: 'registry.example.com/mirror/redis:7.2.5-alpine3.20',
        pullSecrets: [Secret.fromSecretName(this, 'RegistryCredentials', 'registry-credentials')],
      },
      redis: { maxMemory: Size.gibibytes(1) },
      shardPods: {
        antiAffinity: AntiAffinity.REQUIRED,
        priorityClassName: 'redis',
        resources: SHARD_RESOURCES,
      },
      sentinelPods: {
        antiAffinity: AntiAffinity.REQUIRED,
        priorityClassName: 'redis',
        resources: SENTINEL_RESOURCES,
        topologySpread: [{ topology: Topology.ZONE, required: true }],
      },
      disruptionBudgets: true,
    });
  }
}
