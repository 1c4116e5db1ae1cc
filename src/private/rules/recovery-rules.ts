import { Duration } from 'cdk8s';
import { invalid } from './invalid';
import { wholeSeconds } from './numbers';
import { RecoverySettings } from '../../recovery-settings';
import { AppendOnly } from '../../redis-settings';

/**
 * The settings of the scripts, every default filled in.
 */
export interface ResolvedRecoverySettings {
  readonly coldStartWaitSeconds: number;
  readonly yieldOnRestart: boolean;
  readonly leaveTimeoutSeconds: number;
}

/**
 * Fills in the defaults of the settings of the scripts and refuses what cannot work.
 */
export function resolveRecoverySettings(settings: RecoverySettings, appendOnly: AppendOnly): ResolvedRecoverySettings {
  const yieldOnRestart = settings.yieldOnRestart ?? true;
  if (!yieldOnRestart && appendOnly !== AppendOnly.ALWAYS) {
    throw invalid({
      prop: 'recovery.yieldOnRestart',
      value: false,
      allowed: 'true, or false with redis.appendOnly AppendOnly.ALWAYS',
      because: 'a restarted master would go on from its disk, and take what is missing there from the replicas too',
      remedy: 'Leave it out.',
    });
  }
  return {
    coldStartWaitSeconds: wholeSeconds('recovery.coldStartWait', settings.coldStartWait ?? Duration.minutes(1), 0),
    yieldOnRestart,
    leaveTimeoutSeconds: wholeSeconds('recovery.leaveTimeout', settings.leaveTimeout ?? Duration.hours(1), 30),
  };
}
