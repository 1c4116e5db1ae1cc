import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { PATHS } from '../files/runtime-files';

/** How often the kubelet looks, in seconds, and how long an answer may take. */
const PROBE_PERIOD = Duration.seconds(5);
const PROBE_TIMEOUT = Duration.seconds(5);

/** What a container gets that gives no answer any more: the hour that a pod has for leaving in turn would only keep it hanging. */
export const UNHEALTHY_GRACE = Duration.seconds(10);

/**
 * What makes a container a member of the set or a sentinel: its script, its port, and what the kubelet asks and tells it.
 */
export function runs(role: 'member' | 'sentinel', port: number):
Pick<kplus.ContainerProps, 'command' | 'args' | 'ports' | 'startup' | 'liveness' | 'readiness' | 'lifecycle'> {
  return {
    command: ['/bin/sh', `${PATHS.config}/run.sh`],
    args: [role],
    ports: [{ number: port }],
    ...probes(port, `${role}-ready.sh`),
    lifecycle: { preStop: kplus.Handler.fromCommand(pinnedScript(`leave-${role}.sh`)) },
  };
}

/**
 * A script of `runtime/`, as the pod keeps it from its start on.
 */
function pinnedScript(name: string, ...args: string[]): string[] {
  return ['/bin/sh', `${PATHS.run}/config/${name}`, ...args];
}

/**
 * The probes of a container: `ready` says when it serves; alive is what answers at all, so that nothing that loads is killed.
 */
function probes(port: number, ready: string): Pick<kplus.ContainerProps, 'startup' | 'liveness' | 'readiness'> {
  const alive = pinnedScript('alive.sh', `${port}`);
  return {
    // Two minutes from the start on for the process to answer, which it does while it loads; then half a minute of silence is too much.
    startup: kplus.Probe.fromCommand(alive, { periodSeconds: Duration.seconds(1), timeoutSeconds: PROBE_TIMEOUT, failureThreshold: 120 }),
    liveness: kplus.Probe.fromCommand(alive, { periodSeconds: PROBE_PERIOD, timeoutSeconds: PROBE_TIMEOUT, failureThreshold: 6 }),
    readiness: kplus.Probe.fromCommand(pinnedScript(ready), { periodSeconds: PROBE_PERIOD, timeoutSeconds: PROBE_TIMEOUT, failureThreshold: 2 }),
  };
}
