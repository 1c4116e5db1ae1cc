/**
 * A container of a pod as the kubelet looks after it: restarted in place with a growing back-off, probed, and stopped with its grace period.
 *
 * The first restart is immediate, as in Kubernetes; from then on it waits 1, 2, 4, 8 seconds (Kubernetes: 10 to 300) to keep tests short.
 */
import type { V1Container } from '@kubernetes/client-node';
import { OciContainer } from './oci-container';
import { pause } from './pause';
import { probe } from './probes';

export interface ContainerHost {
  readonly networkNamespace: string;
  readonly address: string;
  start(container: V1Container, run: number): Promise<OciContainer>;
  event(text: string): void;
}

export class PodContainer {
  public ready = false;
  public restarts = 0;
  private current?: OciContainer;

  constructor(private readonly spec: V1Container, private readonly host: ContainerHost) {}

  public get name(): string {
    return this.spec.name;
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

  /** preStop hook, SIGTERM, and SIGKILL when the deadline (a Date.now() time) has passed. */
  public async stop(deadline: number): Promise<void> {
    const container = this.current;
    if (container === undefined) return;
    const giveUp = setTimeout(() => container.signal('SIGKILL'), Math.max(0, deadline - Date.now()));
    const hook = this.spec.lifecycle?.preStop?.exec?.command;
    if (hook !== undefined) await this.exec(container, hook, deadline - Date.now());
    container.signal('SIGTERM');
    await container.exited;
    clearTimeout(giveUp);
  }

  public kill(): void {
    this.current?.signal('SIGKILL');
  }

  private async exec(container: OciContainer, hook: string[], timeoutMs: number): Promise<void> {
    await container.exec(hook, timeoutMs).catch(error => this.host.event(`preStop hook of ${this.name}: ${error.message}`));
  }

  private async runOnce(signal: AbortSignal): Promise<number> {
    try {
      this.current = await this.host.start(this.spec, this.restarts);
    } catch (error) {
      this.host.event(`container ${this.name} cannot start: ${(error as Error).message}`);
      return -1;
    }
    const container = this.current;
    const probing = new AbortController();
    // Stopped while it was being started: nobody else could kill it yet.
    if (signal.aborted) container.signal('SIGKILL');
    signal.addEventListener('abort', () => probing.abort());
    void this.probe(container, probing.signal);
    const code = await container.exited;
    probing.abort();
    this.current = undefined;
    this.ready = false;
    if (code !== 0) this.host.event(`container ${this.name} ended with exit code ${code}`);
    return code;
  }

  private async probe(container: OciContainer, signal: AbortSignal): Promise<void> {
    const probed = { ...this.host, exec: async (command: string[], timeoutMs: number) => container.exec(command, timeoutMs) };
    await probe(this.spec, probed, {
      ready: ready => { this.ready = ready; },
      unhealthy: reason => {
        this.host.event(`container ${this.name}: ${reason}, it is killed`);
        container.signal('SIGKILL');
      },
    }, signal);
  }

  private async backOff(signal: AbortSignal): Promise<void> {
    const seconds = this.restarts === 0 ? 0 : Math.min(8, 2 ** (this.restarts - 1));
    this.restarts++;
    await pause(seconds * 1000, signal);
  }
}
