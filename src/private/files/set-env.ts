import { createHash } from 'crypto';
import { ResolvedSettings } from '../rules/settings';
import { SetNames } from '../set-names';

/**
 * What the scripts know of the set, as a file that a shell reads.
 */
export function renderSetEnv(names: SetNames, { redis, sentinel, recovery }: ResolvedSettings): string {
  const variables: Record<string, string | number> = {
    SET: names.set,
    MEMBERS: names.shards.map(shard => names.hostNameOf(shard)).join(' '),
    REDIS_PORT: redis.port,
    SENTINELS: names.hostOfService(names.sentinelsHeadless),
    SENTINEL_PORT: sentinel.port,
    SENTINEL_IDS: Array.from({ length: sentinel.replicas }, (_, i) => sentinelId(names.set, i)).join(' '),
    MASTER_NAME: sentinel.masterName,
    QUORUM: sentinel.quorum,
    COLD_START_WAIT: recovery.coldStartWaitSeconds,
    YIELD: recovery.yieldOnRestart ? 'yes' : 'no',
    LEAVE_TIMEOUT: recovery.leaveTimeoutSeconds,
  };
  return Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`).join('');
}

/**
 * One of as many ids as there are sentinels: whichever pod bears it, the others take it for the same sentinel, which they know already.
 */
function sentinelId(set: string, index: number): string {
  return createHash('sha1').update(`${set}/${index}`).digest('hex');
}
