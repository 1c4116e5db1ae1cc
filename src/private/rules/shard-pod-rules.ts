import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { invalid } from './invalid';
import { inWords, wholeSeconds } from './numbers';
import { resolvePodOptions, ResolvedPodOptions } from './pod-rules';
import { ResolvedRedisSettings } from './redis-rules';
import { ResolvedSentinelSettings } from './sentinel-rules';
import { ResolvedSettings } from './settings';
import { resolveStorage, ResolvedStorage } from './storage-rules';
import { PlacementPolicy } from '../../placement-policy';
import { ShardPodOptions } from '../../shard-pod-options';

/** How much larger than maxmemory a memory limit has to be. */
const HEADROOM = 1.5;

/**
 * The options of the shards' pods, every default filled in.
 */
export interface ResolvedShardPods extends ResolvedPodOptions {
  readonly storage: ResolvedStorage;
  readonly placement: PlacementPolicy;
  readonly evictionDelay: Duration;
  readonly updateStrategy: kplus.StatefulSetUpdateStrategy;
}

/**
 * Fills in the defaults of the options of the shards' pods and refuses what cannot work with the set's settings.
 */
export function resolveShardPods(options: ShardPodOptions, settings: ResolvedSettings): ResolvedShardPods {
  const resolved: ResolvedShardPods = {
    ...resolvePodOptions(options),
    storage: resolveStorage(options.storage ?? {}),
    placement: options.placement ?? PlacementPolicy.PREFERRED,
    evictionDelay: options.evictionDelay ?? Duration.hours(1),
    updateStrategy: options.updateStrategy ?? kplus.StatefulSetUpdateStrategy.rollingUpdate(),
  };
  assertEvictionDelay(resolved.evictionDelay, settings.sentinel);
  assertMemoryLimit(resolved.resources.memory?.limit, settings.redis);
  return resolved;
}

/**
 * Sentinel has to be done before Kubernetes moves a pod away.
 */
function assertEvictionDelay(evictionDelay: Duration, sentinel: ResolvedSentinelSettings): void {
  wholeSeconds('evictionDelay', evictionDelay, 1);
  if (evictionDelay.toMilliseconds() <= sentinel.downAfterMillis) {
    throw invalid({
      prop: 'evictionDelay',
      value: inWords(evictionDelay),
      allowed: `more than sentinel.downAfter (${inWords(Duration.millis(sentinel.downAfterMillis))})`,
      because: 'the pod would move away before Sentinel has failed over',
    });
  }
}

/**
 * The container needs room for the pages that a fork copies.
 */
function assertMemoryLimit(limit: Size | undefined, redis: ResolvedRedisSettings): void {
  const limitKibibytes = limit?.toKibibytes();
  if (limitKibibytes !== undefined && limitKibibytes < redis.maxMemoryMebibytes * 1024 * HEADROOM) {
    throw invalid({
      prop: 'resources.memory.limit',
      value: `${limitKibibytes / 1024} MiB`,
      allowed: `at least ${Math.ceil(redis.maxMemoryMebibytes * HEADROOM)} MiB, ${HEADROOM} times redis.maxMemory (${redis.maxMemoryMebibytes} MiB)`,
      because: 'a fork that saves or feeds a replica shares memory copy-on-write, and every page written meanwhile exists twice',
      remedy: 'Raise the limit or lower redis.maxMemory; otherwise the kernel kills Redis in the middle of a save.',
    });
  }
}
