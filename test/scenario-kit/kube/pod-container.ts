/**
 * A container of a pod as the kubelet looks after it: restarted in place with a growing back-off, probed, and stopped with its grace period.
 *
 * The first restart is immediate, as in Kubernetes; from then on it waits 1, 2, 4, 8 seconds (Kubernetes: 10 to 300) to keep tests short.
 */
import type { V1Container } from '@kubernetes/client-node';
import { OciContainer } from './oci-container';
import { pause } from '../pause';
import { probe, ProbeSignals } from './probes';

export interface ContainerHost {
  readonly networkNamespace: string;
  readonly address: string;

  /** How long its containers have to end. */
  readonly graceSeconds: number;

  start(container: V1Container, run: number): Promise<OciContainer>;
  event(text: string): void;
}

/** The least that a container gets between SIGTERM and SIGKILL, even when its preStop hook has used up the grace period. */
const MIN_SHUTDOWN_MS = 2_000;

export class PodContainer {
  public restarts = 0;

  /** Since when (a Date.now() time) it is ready; undefined while it is not. */
  public readySince?: number;

  private starting?: Promise<OciContainer>;
  private current?: OciContainer;
  private lost = false;

  constructor(private readonly spec: V1Container, private readonly host: ContainerHost) {
    const { preStop, postStart } = spec.lifecycle ?? {};
    if (postStart !== undefined || preStop !== undefined && preStop.exec === undefined) {
      throw new Error(`container ${spec.name}: the only lifecycle hook that is emulated is preStop with exec`);
    }
  }

  public get name(): string {
    return this.spec.name;
  }

  public get ready(): boolean {
    return this.readySince !== undefined;
  }

  /** The running container; throws when there is none. */
  public get running(): OciContainer {
    if (this.current === undefined) throw new Error(`container ${this.name} is not running`);
    return this.current;
  }

  /** Runs an init container until it succeeds, or the signal forbids further starts. */
  public async complete(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && await this.runOnce(signal) !== 0) await this.backOff(signal);
  }

  /** Keeps the container running until the signal forbids further starts and it has ended. */
  public async keepRunning(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.runOnce(signal);
      if (!signal.aborted) await this.backOff(signal);
    }
  }

  /** preStop hook, SIGTERM, and SIGKILL when the grace period has passed. A container that does not run at the moment has nothing to be told. */
  public async stop(graceSeconds: number): Promise<void> {
    const deadline = Date.now() + graceSeconds * 1000;
    await this.starting?.catch(() => undefined);
    const container = this.current;
    if (container === undefined) return;
    const hook = this.spec.lifecycle?.preStop?.exec?.command;
    if (hook !== undefined && deadline > Date.now()) await this.runHook(container, hook, deadline - Date.now());
    container.signal('SIGTERM');
    const giveUp = setTimeout(() => container.signal('SIGKILL'), Math.max(MIN_SHUTDOWN_MS, deadline - Date.now()));
    await container.exited;
    clearTimeout(giveUp);
  }

  /** The container dies; where it may, it is restarted. */
  public kill(): void {
    this.current?.signal('SIGKILL');
  }

  /** Its node has lost its power: nothing of it may stay, not even what is just being started. */
  public lose(): void {
    this.lost = true;
    this.kill();
  }

  private async runHook(container: OciContainer, hook: string[], timeoutMs: number): Promise<void> {
    await container.exec(hook, timeoutMs).catch(error => this.host.event(`preStop hook of ${this.name}: ${error.message}`));
  }

  private async runOnce(terminating: AbortSignal): Promise<number> {
    this.starting = this.host.start(this.spec, this.restarts);
    try {
      this.current = await this.starting;
    } catch (error) {
      this.host.event(`container ${this.name} cannot start: ${(error as Error).message}`);
      return -1;
    } finally {
      this.starting = undefined;
    }
    const container = this.current;
    const ended = new AbortController();
    if (this.lost) this.kill();
    void this.probe(container, { terminating, ended: ended.signal });
    const code = await container.exited;
    ended.abort();
    this.current = undefined;
    this.readySince = undefined;
    if (code !== 0) this.host.event(`container ${this.name} ended with exit code ${code}`);
    return code;
  }

  private async probe(container: OciContainer, signals: ProbeSignals): Promise<void> {
    const probed = { ...this.host, exec: async (command: string[], timeoutMs: number) => container.exec(command, timeoutMs) };
    await probe(this.spec, probed, {
      ready: ready => { this.readySince = ready ? this.readySince ?? Date.now() : undefined; },
      unhealthy: (reason, graceSeconds = this.host.graceSeconds) => {
        this.host.event(`container ${this.name}: ${reason}, it is restarted`);
        void this.stop(graceSeconds);
      },
    }, signals);
  }

  private async backOff(signal: AbortSignal): Promise<void> {
    const seconds = this.restarts === 0 ? 0 : Math.min(8, 2 ** (this.restarts - 1));
    this.restarts++;
    await pause(seconds * 1000, signal);
  }
}
