import { createHash } from 'crypto';
import { RedisConfig } from '../redis-config';

/**
 * What the scripts know of the set, as a file that a shell reads.
 */
export function renderSetEnv(config: RedisConfig): string {
  const { replicas, quorum } = config._sentinel;
  const { coldStartWaitSeconds, yieldOnRestart, leaveTimeoutSeconds } = config._recovery;
  const variables: Record<string, string | number> = {
    SET: `${config.namespace}/${config.name}`,
    MEMBERS: config.shards.map(shard => config.hostNameOf(shard)).join(' '),
    REDIS_PORT: config.redisPort,
    SENTINELS: `${config._sentinelHeadlessName}.${config._serviceDomain}`,
    SENTINEL_PORT: config.sentinelPort,
    SENTINEL_IDS: Array.from({ length: replicas }, (_, i) => sentinelId(config, i)).join(' '),
    MASTER_NAME: config.masterName,
    QUORUM: quorum,
    COLD_START_WAIT: coldStartWaitSeconds,
    YIELD: yieldOnRestart ? 'yes' : 'no',
    LEAVE_TIMEOUT: leaveTimeoutSeconds,
  };
  return Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`).join('');
}

/**
 * One of as many ids as there are sentinels: whichever pod bears it, the others take it for the same sentinel, which they know already.
 */
function sentinelId(config: RedisConfig, index: number): string {
  return createHash('sha1').update(`${config.namespace}/${config.name}/${index}`).digest('hex');
}
