import { AppendOnly } from '../../redis-settings';
import { ResolvedRedisSettings } from '../rules/redis-rules';
import { ResolvedSentinelSettings } from '../rules/sentinel-rules';

/**
 * redis.conf, the same for every member: which one is the master is found out when they run.
 */
export function renderRedisConf(settings: ResolvedRedisSettings, dir: string): string {
  const save = settings.savePoints.map(point => `${point.after.toSeconds()} ${point.changes}`).join(' ');
  return lines(
    `port ${settings.port}`,
    `maxmemory ${settings.maxMemoryMebibytes}mb`,
    `maxmemory-policy ${settings.maxMemoryPolicy}`,
    `save ${save || '""'}`,
    ...appendOnly(settings.appendOnly),
    `dir ${dir}`,
    `min-replicas-to-write ${settings.minReplicasToWrite}`,
    `min-replicas-max-lag ${settings.minReplicasMaxLagSeconds}`,
    // A new master takes no writes before a replica is in step: that must not wait for further replicas to come.
    'repl-diskless-sync-delay 0',
    ...settings.extraDirectives,
  );
}

/**
 * sentinel.conf but for the member to watch, which a sentinel finds out when it starts.
 */
export function renderSentinelConf(settings: ResolvedSentinelSettings): string {
  const name = settings.masterName;
  return lines(
    `port ${settings.port}`,
    `sentinel down-after-milliseconds ${name} ${settings.downAfterMillis}`,
    `sentinel parallel-syncs ${name} ${settings.parallelSyncs}`,
    `sentinel failover-timeout ${name} ${settings.failoverTimeoutMillis}`,
    'SENTINEL resolve-hostnames yes',
    'SENTINEL announce-hostnames yes',
    ...settings.extraDirectives,
  );
}

function appendOnly(mode: AppendOnly): string[] {
  return mode === AppendOnly.OFF ? ['appendonly no'] : ['appendonly yes', `appendfsync ${mode}`];
}

function lines(...text: string[]): string {
  return text.map(line => `${line}\n`).join('');
}
