/**
 * Watches which members accept writes, by a direct writer for every pod that a member has or had. A pod that was replaced is watched on:
 * it may still run on a node that is cut off.
 */
import { DirectWriter } from './direct-writer';
import { overlapOf } from './overlap';
import { SetPod } from './set-cluster';

/** How soon a new pod is found; none accepts writes that early. */
const POLL_MS = 200;

export interface WatchedSet {
  readonly port: number;
  readonly password: string;
  memberPods(): SetPod[];
}

export class WritableWatch {
  private readonly writers: DirectWriter[] = [];
  private readonly poll: NodeJS.Timeout;

  constructor(private readonly set: WatchedSet) {
    this.follow();
    this.poll = setInterval(() => this.follow(), POLL_MS);
  }

  public async stop(): Promise<void> {
    clearInterval(this.poll);
    await Promise.all(this.writers.map(async writer => writer.stop()));
  }

  /** The longest time, in milliseconds, for which two members accepted writes at the same time; 0 when they never did. */
  public overlap(): number {
    return overlapOf(this.writers.map(({ acknowledged }) => acknowledged));
  }

  /** When the pods of this name acknowledged writes, as Date.now() times. */
  public acknowledgedBy(pod: string): number[] {
    return this.writers.filter(writer => writer.pod.name === pod).flatMap(({ acknowledged }) => acknowledged);
  }

  public summary(): string {
    const counts = this.writers.map(({ pod, acknowledged }) => `${pod.name} on ${pod.nodeName} ${acknowledged.length}`);
    return `direct writes acknowledged: ${counts.join(', ')}; overlap ${this.overlap()} ms`;
  }

  private follow(): void {
    const { port, password, memberPods } = this.set;
    const unknown = memberPods().filter(pod => !this.writers.some(writer => writer.pod === pod));
    this.writers.push(...unknown.map(pod => new DirectWriter(pod, port, password)));
  }
}
