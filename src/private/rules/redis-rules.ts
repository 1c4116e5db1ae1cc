import { Duration } from 'cdk8s';
import { assertRedisDirectives } from './directives';
import { invalid } from './invalid';
import { assertPort, assertWholeNumber, wholeSeconds } from './numbers';
import { AppendOnly, MaxMemoryPolicy, RedisSettings, SavePoint } from '../../redis-settings';

/**
 * The settings of redis.conf, every default filled in.
 */
export interface ResolvedRedisSettings {
  readonly port: number;
  readonly maxMemoryMebibytes: number;
  readonly maxMemoryPolicy: MaxMemoryPolicy;
  readonly savePoints: SavePoint[];
  readonly appendOnly: AppendOnly;
  readonly minReplicasToWrite: number;
  readonly minReplicasMaxLagSeconds: number;
  readonly extraDirectives: string[];
}

/**
 * Fills in the defaults of the settings of redis.conf and refuses what cannot work.
 */
export function resolveRedisSettings(settings: RedisSettings, shardCount: number): ResolvedRedisSettings {
  const resolved: ResolvedRedisSettings = {
    port: settings.port ?? 6379,
    maxMemoryMebibytes: maxMemoryMebibytes(settings),
    maxMemoryPolicy: settings.maxMemoryPolicy ?? MaxMemoryPolicy.NO_EVICTION,
    savePoints: settings.savePoints ?? [savePoint(3600, 1), savePoint(300, 10), savePoint(60, 100)],
    appendOnly: settings.appendOnly ?? AppendOnly.EVERY_SECOND,
    minReplicasToWrite: settings.minReplicasToWrite ?? 1,
    minReplicasMaxLagSeconds: wholeSeconds('redis.minReplicasMaxLag', settings.minReplicasMaxLag ?? Duration.seconds(10), 1),
    extraDirectives: settings.extraDirectives ?? [],
  };
  assertPort('redis.port', resolved.port, 'Redis');
  assertSavePoints(resolved);
  assertMinReplicas(resolved.minReplicasToWrite, shardCount);
  assertRedisDirectives('redis.extraDirectives', resolved.extraDirectives);
  return resolved;
}

function maxMemoryMebibytes(settings: RedisSettings): number {
  const kibibytes = settings.maxMemory?.toKibibytes() ?? 256 * 1024;
  if (kibibytes <= 0 || kibibytes % 1024 !== 0) {
    throw invalid({ prop: 'redis.maxMemory', value: `${kibibytes} KiB`, allowed: 'whole mebibytes, 1 or more', remedy: 'Use Size.mebibytes().' });
  }
  return kibibytes / 1024;
}

function assertSavePoints(settings: ResolvedRedisSettings): void {
  settings.savePoints.forEach((point, i) => {
    wholeSeconds(`redis.savePoints[${i}].after`, point.after, 1);
    assertWholeNumber(`redis.savePoints[${i}].changes`, point.changes, 1);
  });
  if (settings.savePoints.length === 0 && settings.appendOnly === AppendOnly.OFF) {
    throw invalid({
      prop: 'redis.savePoints',
      value: [],
      allowed: 'an empty list only with redis.appendOnly',
      because: 'nothing would ever reach the disk',
      remedy: 'Leave savePoints out, or set redis.appendOnly.',
    });
  }
}

function assertMinReplicas(minReplicas: number, shardCount: number): void {
  if (!Number.isInteger(minReplicas) || minReplicas < 0 || minReplicas >= shardCount) {
    throw invalid({
      prop: 'redis.minReplicasToWrite',
      value: minReplicas,
      allowed: `a whole number from 0 to ${shardCount - 1}, below the number of shards (${shardCount})`,
      because: 'a master never has more replicas than that',
      remedy: 'With less than all replicas, one of them can be down without stopping the writes.',
    });
  }
}

function savePoint(seconds: number, changes: number): SavePoint {
  return { after: Duration.seconds(seconds), changes };
}
