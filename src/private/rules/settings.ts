import { resolveRecoverySettings, ResolvedRecoverySettings } from './recovery-rules';
import { resolveRedisSettings, ResolvedRedisSettings } from './redis-rules';
import { resolveSentinelSettings, ResolvedSentinelSettings } from './sentinel-rules';
import { RedisSetProps } from '../../redis-set-props';

/**
 * The settings of all processes of a set, every default filled in.
 */
export interface ResolvedSettings {
  readonly redis: ResolvedRedisSettings;
  readonly sentinel: ResolvedSentinelSettings;
  readonly recovery: ResolvedRecoverySettings;
}

/**
 * Fills in the defaults of the settings, each group knowing what it needs of the ones before, and refuses what cannot work.
 */
export function resolveSettings(props: RedisSetProps, shardCount: number): ResolvedSettings {
  const redis = resolveRedisSettings(props.redis ?? {}, shardCount);
  const sentinel = resolveSentinelSettings(props.sentinel ?? {}, redis.port);
  const recovery = resolveRecoverySettings(props.recovery ?? {}, redis.appendOnly);
  return { redis, sentinel, recovery };
}
