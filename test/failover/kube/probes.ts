/**
 * Runs the probes of one container and tells the outcome: exec by runc, tcpSocket by a connection made in the pod's own network namespace,
 * because the kubelet's connection never leaves the node either.
 */
import type { V1Container, V1Probe } from '@kubernetes/client-node';
import { pause } from './pause';
import { run } from './run-program';

export interface Probed {
  readonly networkNamespace: string;
  readonly address: string;
  exec(command: string[], timeoutMs: number): Promise<unknown>;
}

export interface ProbeListener {
  ready(ready: boolean): void;
  unhealthy(reason: string): void;
}

/** Probes until aborted: first startup; then liveness and readiness side by side. */
export async function probe(container: V1Container, probed: Probed, listener: ProbeListener, signal: AbortSignal): Promise<void> {
  const { startupProbe, livenessProbe, readinessProbe } = container;
  const check = async (settings: V1Probe) => attempt(settings, container, probed);
  if (startupProbe !== undefined) {
    const started = await new Promise<boolean>(resolve => {
      signal.addEventListener('abort', () => resolve(false));
      void repeat(startupProbe, check, success => resolve(success), signal);
    });
    if (signal.aborted) return;
    if (!started) return listener.unhealthy('startup probe failed');
  }
  if (readinessProbe === undefined) listener.ready(true);
  await Promise.all([
    readinessProbe && repeat(readinessProbe, check, success => listener.ready(success), signal),
    livenessProbe && repeat(livenessProbe, check, success => success || listener.unhealthy('liveness probe failed'), signal),
  ]);
}

/** Reports a success or a failure when its threshold is reached, as long as it lasts. */
async function repeat(settings: V1Probe, check: (probe: V1Probe) => Promise<boolean>, report: (success: boolean) => void, signal: AbortSignal) {
  const thresholds = { true: settings.successThreshold ?? 1, false: settings.failureThreshold ?? 3 };
  let last: boolean | undefined;
  let count = 0;
  await pause((settings.initialDelaySeconds ?? 0) * 1000, signal);
  while (!signal.aborted) {
    const success = await check(settings);
    count = success === last ? count + 1 : 1;
    last = success;
    if (!signal.aborted && count >= thresholds[`${success}`]) report(success);
    await pause((settings.periodSeconds ?? 10) * 1000, signal);
  }
}

async function attempt(settings: V1Probe, container: V1Container, probed: Probed): Promise<boolean> {
  const timeoutMs = (settings.timeoutSeconds ?? 1) * 1000;
  try {
    if (settings.exec !== undefined) {
      await probed.exec(settings.exec.command ?? [], timeoutMs);
    } else if (settings.tcpSocket !== undefined) {
      const wanted = settings.tcpSocket.port as unknown as string | number;
      const port = container.ports?.find(({ name }) => name === wanted)?.containerPort ?? wanted;
      await run('nsenter', [`--net=${probed.networkNamespace}`, 'bash', '-c', `: </dev/tcp/${probed.address}/${port}`], { timeoutMs });
    } else {
      throw new TypeError(`container ${container.name}: only exec and tcpSocket probes are emulated`);
    }
    return true;
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return false;
  }
}
