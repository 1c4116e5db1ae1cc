/**
 * Writes to one member past Sentinel, from the vantage of its pod: whatever happens to cables and names, this writer reaches its Redis. It tells
 * when that accepts writes, which no client behind Sentinel can tell of a master that it has left.
 */
import { MemberConnection } from './member-connection';
import { SetPod } from './set-cluster';
import { pause } from '../pause';

const PERIOD_MS = 10;

/** For a Redis that does not listen, or a pod whose node is dead. */
const RETRY_MS = 50;

export class DirectWriter {
  /** When each write was acknowledged, as Date.now() tells it. */
  public readonly acknowledged: number[] = [];
  private readonly stopping = new AbortController();
  private readonly ended: Promise<void>;
  private connection?: MemberConnection;
  private number = 0;

  constructor(public readonly pod: SetPod, private readonly port: number, private readonly password: string) {
    this.ended = this.run(this.stopping.signal);
  }

  public async stop(): Promise<void> {
    this.stopping.abort();
    this.connection?.close();
    await this.ended;
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.write();
        await pause(PERIOD_MS, signal);
      } catch {
        this.connection?.close();
        this.connection = undefined;
        await pause(RETRY_MS, signal);
      }
    }
    this.connection?.close();
  }

  /** One after the other: a write without an answer is none, and the next one goes through a new connection. */
  private async write(): Promise<void> {
    this.connection ??= await MemberConnection.open(this.pod.vantage, this.port, this.password);
    const reply = await this.connection.ask('SET', `direct:${this.pod.name}:${this.number++}`, '1');
    if (reply === '+OK') this.acknowledged.push(Date.now());
  }
}
