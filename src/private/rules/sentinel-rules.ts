import { Duration } from 'cdk8s';
import { assertSentinelDirectives } from './directives';
import { invalid } from './invalid';
import { assertPort, assertWholeNumber, inWords } from './numbers';
import { SentinelSettings } from '../../sentinel-settings';

/** In milliseconds. */
const LEAST_QUIET_DOWN_AFTER = 4_000;

/**
 * The settings of sentinel.conf, every default filled in.
 */
export interface ResolvedSentinelSettings {
  readonly replicas: number;
  readonly quorum: number;
  readonly port: number;
  readonly masterName: string;
  readonly downAfterMillis: number;
  readonly failoverTimeoutMillis: number;
  readonly parallelSyncs: number;
  readonly extraDirectives: string[];
}

/**
 * Fills in the defaults of the settings of sentinel.conf and refuses what cannot work.
 */
export function resolveSentinelSettings(settings: SentinelSettings, redisPort: number): ResolvedSentinelSettings {
  const replicas = settings.replicas ?? 3;
  const downAfter = settings.downAfter ?? Duration.seconds(5);
  const failoverTimeout = settings.failoverTimeout ?? Duration.seconds(60);
  assertWholeNumber('sentinel.replicas', replicas, 1);

  const resolved: ResolvedSentinelSettings = {
    replicas,
    quorum: settings.quorum ?? majority(replicas),
    port: settings.port ?? 26379,
    masterName: settings.masterName ?? 'mymaster',
    downAfterMillis: downAfter.toMilliseconds(),
    failoverTimeoutMillis: failoverTimeout.toMilliseconds(),
    parallelSyncs: settings.parallelSyncs ?? 1,
    extraDirectives: settings.extraDirectives ?? [],
  };
  assertQuorum(resolved);
  assertPort('sentinel.port', resolved.port, 'Sentinel');
  assertOwnPort(resolved.port, redisPort);
  assertMasterName(resolved.masterName);
  assertDurations(downAfter, failoverTimeout);
  assertWholeNumber('sentinel.parallelSyncs', resolved.parallelSyncs, 1);
  assertSentinelDirectives('sentinel.extraDirectives', resolved.extraDirectives);
  return resolved;
}

/**
 * What works, but not as well as its user may think.
 */
export function sentinelWarnings(settings: ResolvedSentinelSettings): string[] {
  return [...numberWarnings(settings), ...downAfterWarnings(settings)];
}

function numberWarnings({ replicas }: ResolvedSentinelSettings): string[] {
  if (replicas < 3) {
    return [`sentinel.replicas is ${replicas}: with fewer than 3 sentinels the loss of one stops every failover. Use 3.`];
  }
  if (replicas % 2 === 0) {
    return [`sentinel.replicas is ${replicas}: an even number survives no more losses than ${replicas - 1} would. Use ${replicas - 1} or ${replicas + 1}.`];
  }
  return [];
}

/** A master that hands over holds back what sentinels publish too, for up to three seconds. */
function downAfterWarnings({ downAfterMillis }: ResolvedSentinelSettings): string[] {
  if (downAfterMillis < LEAST_QUIET_DOWN_AFTER) {
    return [`sentinel.downAfter is ${downAfterMillis / 1000} s: below ${LEAST_QUIET_DOWN_AFTER / 1000} s a planned switch can be taken for a failure. Use 5 s.`];
  }
  return [];
}

function assertQuorum({ quorum, replicas }: ResolvedSentinelSettings): void {
  const least = majority(replicas);
  if (!Number.isInteger(quorum) || quorum < least || quorum > replicas) {
    throw invalid({
      prop: 'sentinel.quorum',
      value: quorum,
      allowed: `a whole number from ${least} (the majority) to ${replicas} (sentinel.replicas)`,
      because: quorum > replicas ? 'so many sentinels can never agree' : 'a minority that is cut off could call a healthy master dead',
      remedy: `Leave it out for ${least}.`,
    });
  }
}

function assertOwnPort(port: number, redisPort: number): void {
  if (port === redisPort) {
    throw invalid({
      prop: 'sentinel.port',
      value: port,
      allowed: `any port but redis.port (${redisPort})`,
      because: 'clients and probes tell Sentinel and Redis apart by it',
    });
  }
}

function assertMasterName(name: string): void {
  if (!/^[A-Za-z0-9._-]+$/.test(name)) {
    throw invalid({ prop: 'sentinel.masterName', value: name, allowed: 'letters, digits, ".", "_" and "-"', because: 'Sentinel takes no others' });
  }
}

function assertDurations(downAfter: Duration, failoverTimeout: Duration): void {
  if (downAfter.toMilliseconds() < 1000) {
    throw invalid({
      prop: 'sentinel.downAfter',
      value: inWords(downAfter),
      allowed: '1 s or more',
      because: 'Sentinel pings once a second and a shorter time takes a busy Redis for a dead one',
    });
  }
  if (failoverTimeout.toMilliseconds() <= downAfter.toMilliseconds()) {
    throw invalid({
      prop: 'sentinel.failoverTimeout',
      value: inWords(failoverTimeout),
      allowed: `more than sentinel.downAfter (${inWords(downAfter)})`,
      because: 'a failover has to notice that the replica it promotes is dead too',
    });
  }
}

function majority(replicas: number): number {
  return Math.floor(replicas / 2) + 1;
}
