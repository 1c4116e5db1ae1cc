/**
 * Changes of all members at once: which members are down meanwhile, and when the change is over.
 */
import { pause } from './pause';
import { RedisSetOn } from './redis/redis-set-on';
import { SetPod } from './redis/set-cluster';

const POLL_MS = 200;
const ROLLOUT_MS = 120_000;
const ORDER_MS = 60_000;

/** Whom a member follows that is finding its place, or has stepped out of the set to stop. */
const NOWHERE = '127.0.0.1';

/** Looks again and again which members are down: those that give no answer or follow nobody. One that waits before it stops is not. */
export class DownWatch {
  /** The most that were down at the same time. */
  public most: string[] = [];

  private readonly stopping = new AbortController();
  private readonly ended: Promise<void>;

  constructor(private readonly set: RedisSetOn) {
    this.ended = this.run(set.memberPods.map(({ name }) => name), this.stopping.signal);
  }

  public async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  private async run(members: string[], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const serving = await Promise.all(members.map(async member => this.serves(member)));
      const down = members.filter((_, index) => !serving[index]);
      if (down.length > this.most.length) this.most = down;
      await pause(POLL_MS, signal);
    }
  }

  private async serves(member: string): Promise<boolean> {
    try {
      const [role, master] = await this.set.ask(this.set.cluster.pod(member), 'ROLE') as string[];
      return role === 'master' || master !== NOWHERE;
    } catch {
      return false;
    }
  }
}

/** Waits until none of these pods of members is left, but another one in the place of each, and the set is in order. */
export async function replaced<P extends SetPod>(set: RedisSetOn<P>, before: P[], within = ROLLOUT_MS): Promise<void> {
  await set.until('every member has a new pod', within, () =>
    set.memberPods.length === before.length && set.memberPods.every(pod => !before.includes(pod)));
  await set.inOrder(ORDER_MS);
}
