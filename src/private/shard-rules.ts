import { Duration, Size } from 'cdk8s';
import { ResolvedRedisSettings, ResolvedSentinelSettings } from './conf';
import { invalid } from './invalid';
import { assertWorkloadName } from './names';
import { inWords, wholeSeconds } from './numbers';
import { NodePlanEntry } from '../node-plan';
import { NodePreference } from '../node-preference';
import { PlacementPolicy } from '../placement-policy';

/** How much larger than maxmemory a memory limit has to be. */
const HEADROOM = 1.5;

/**
 * Two shards or more, each with a name of its own that Kubernetes takes.
 */
export function assertShardNames(prop: string, setName: string, shards: string[]): void {
  if (shards.length < 2) {
    throw invalid({
      prop,
      value: shards,
      allowed: 'two shards or more, three recommended',
      because: 'a single copy has nothing to fail over to',
    });
  }
  shards.forEach((shard, i) => {
    if (['', 'sentinel', 'sentinel-headless'].includes(shard)) {
      throw invalid({
        prop: `name of ${prop}[${i}]`,
        value: shard,
        allowed: 'a name that is not empty, not "sentinel" and not "sentinel-headless"',
        because: `it makes the object name ${setName}-<shard>, and those of the sentinels are taken`,
      });
    }
    if (shards.indexOf(shard) !== i) {
      throw invalid({ prop: `name of ${prop}[${i}]`, value: shard, allowed: 'a name that no other shard of the set has' });
    }
    assertWorkloadName(`object name of shard "${shard}"`, `${setName}-${shard}`);
  });
}

/**
 * One shard's own nodes: the home node has to win.
 */
export function assertHomeWins(shard: string, homeWeight: number, backupWeight: number): void {
  if (homeWeight <= backupWeight) {
    throw invalid({
      prop: `home weight of shard "${shard}"`,
      value: homeWeight,
      allowed: `more than its backup weight (${backupWeight})`,
      because: 'the shard would not prefer its home node',
      remedy: 'Use for example 80 for the home node and 20 for the backup node.',
    });
  }
}

/**
 * A shard that lives on its home alone has no other node to name.
 */
export function assertBackupIsOfUse(shard: string, backup: NodePreference | undefined, placement: PlacementPolicy): void {
  if (backup && placement === PlacementPolicy.HOME) {
    throw invalid({
      prop: `backup of shard "${shard}"`,
      value: backup.selector,
      allowed: 'none with placement PlacementPolicy.HOME',
      because: 'the shard would never run there',
      remedy: 'Leave the backup out, or use PlacementPolicy.HOME_OR_BACKUP.',
    });
  }
}

/**
 * One shard's backup node has to be another one than its home.
 */
export function assertOtherBackup(shard: string, home: NodePreference, backup: NodePreference | undefined): void {
  if (backup?.selector === home.selector) {
    throw invalid({
      prop: `backup of shard "${shard}"`,
      value: backup.selector,
      allowed: 'a node that is not its home',
      because: 'where the home node is gone, so is the backup',
      remedy: 'Name another node, or leave the backup out.',
    });
  }
}

/**
 * The nodes of all shards together: no two shards share a home, and no backup is another's home.
 */
export function assertDistinctNodes(entries: NodePlanEntry[]): void {
  for (const { shard, home, backup } of entries) {
    for (const other of entries.filter(entry => entry.shard !== shard)) {
      if (home._overlaps(other.home)) {
        throw invalid({
          prop: `home of shard "${shard}"`,
          value: home.selector,
          allowed: `a node that is not the home of shard "${other.shard}" too`,
          because: 'one dead node would take both copies',
        });
      }
      if (backup?._overlaps(other.home)) {
        throw invalid({
          prop: `backup of shard "${shard}"`,
          value: backup.selector,
          allowed: `a node that is not the home of shard "${other.shard}"`,
          because: 'after one failure a second one there would take both copies',
          remedy: 'Give every shard a backup node of its own, or leave the backup out.',
        });
      }
    }
  }
}

/**
 * Sentinel has to be done before Kubernetes moves a pod away.
 */
export function assertEvictionDelay(evictionDelay: Duration, sentinel: ResolvedSentinelSettings): void {
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
export function assertMemoryLimit(limit: Size | undefined, redis: ResolvedRedisSettings): void {
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
