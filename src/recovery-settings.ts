import { Duration } from 'cdk8s';

/**
 * How a set finds together again: after a cold start, a restart, and while its members are changed one after another.
 */
export interface RecoverySettings {
  /**
   * How long members wait for the others at a cold start, in which no master is left: in whole seconds. Then a majority that has data goes
   * on with the newest copy among them; fewer wait for ever, and say so.
   *
   * A shorter time makes it likelier that the newest copy was not looked at, where AOF and `minReplicasToWrite` are switched off.
   *
   * @default Duration.minutes(1)
   */
  readonly coldStartWait?: Duration;

  /**
   * Whether a master that has restarted leaves its place to a replica that was in step, which knows what the restarted one
   * had not written to its disk yet.
   *
   * `false` keeps the master where it is and needs `AppendOnly.ALWAYS`.
   *
   * @default true
   */
  readonly yieldOnRestart?: boolean;

  /**
   * How long a member that is to stop waits until the others can do without it: in a rollout until the one before it is back and in
   * step, as master until another one has taken over. When it is over, the member stops in any case. The pod's
   * `terminationGracePeriodSeconds` is a minute more. 30 seconds or more.
   *
   * @default Duration.hours(1)
   * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
   */
  readonly leaveTimeout?: Duration;
}
