/**
 * Runs the probes of one container and tells the outcome: exec by runc, tcpSocket by a connection made in the pod's own network namespace,
 * because the kubelet's connection never leaves the node either.
 */
import type { V1Container, V1Probe } from '@kubernetes/client-node';
import { pause } from '../pause';
import { run } from '../run-program';

export interface Probed {
  readonly networkNamespace: string;
  readonly address: string;
  exec(command: string[], timeoutMs: number): Promise<unknown>;
}

export interface ProbeListener {
  ready(ready: boolean): void;

  /** The container is to be restarted; the probe may shorten its grace period. */
  unhealthy(reason: string, graceSeconds?: number): void;
}

export interface ProbeSignals {
  /** The pod terminates: its health is of no interest any more, but readiness goes on. */
  readonly terminating: AbortSignal;

  readonly ended: AbortSignal;
}

/** First startup; then liveness, until it has failed once, and readiness, until the container has ended, side by side. */
export async function probe(container: V1Container, probed: Probed, listener: ProbeListener, signals: ProbeSignals): Promise<void> {
  const { startupProbe, livenessProbe, readinessProbe } = container;
  const health = AbortSignal.any([signals.terminating, signals.ended]);
  const startedAt = Date.now();
  const probing = (settings: V1Probe, signal: AbortSignal) => outcomes(settings, async () => attempt(settings, container, probed), startedAt, signal);
  if (startupProbe !== undefined) {
    const { value: started } = await probing(startupProbe, health).next();
    if (health.aborted) return;
    if (!started) return listener.unhealthy('startup probe failed', startupProbe.terminationGracePeriodSeconds);
  }
  if (readinessProbe === undefined) listener.ready(true);
  await Promise.all([
    readinessProbe && watchReadiness(probing(readinessProbe, signals.ended), listener),
    livenessProbe && watchLiveness(probing(livenessProbe, health), livenessProbe, listener),
  ]);
}

async function watchReadiness(results: AsyncIterable<boolean>, listener: ProbeListener): Promise<void> {
  for await (const success of results) listener.ready(success);
}

async function watchLiveness(results: AsyncIterable<boolean>, { terminationGracePeriodSeconds }: V1Probe, listener: ProbeListener): Promise<void> {
  for await (const success of results) {
    if (!success) return listener.unhealthy('liveness probe failed', terminationGracePeriodSeconds);
  }
}

/** Success or failure, whenever one's threshold is reached and as long as it lasts. */
async function* outcomes(settings: V1Probe, check: () => Promise<boolean>, startedAt: number, signal: AbortSignal): AsyncGenerator<boolean, void> {
  const thresholds = { true: settings.successThreshold ?? 1, false: settings.failureThreshold ?? 3 };
  let last: boolean | undefined;
  let count = 0;
  await pause(Math.max(0, startedAt + (settings.initialDelaySeconds ?? 0) * 1000 - Date.now()), signal);
  while (!signal.aborted) {
    const success = await check();
    count = success === last ? count + 1 : 1;
    last = success;
    if (!signal.aborted && count >= thresholds[`${success}`]) yield success;
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
