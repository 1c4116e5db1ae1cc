/**
 * What a writer had acknowledged, and what may be concluded from it once the fault is over.
 *
 * A write whose outcome the client does not know (an error, a time-out) is no acknowledged write.
 */
export interface Write {
  readonly key: string;

  /** When the acknowledgement came, as Date.now() tells it. */
  readonly at: number;

  /** WAIT said that at least one replica has it. */
  readonly confirmed: boolean;
}

export interface Failure {
  readonly reason: string;
  readonly at: number;
}

/** What became of the writes that had been acknowledged. */
export interface Loss {
  readonly acknowledged: number;
  readonly lost: number;

  /** Of the lost ones, those that WAIT had confirmed. */
  readonly lostConfirmed: number;
}

export class WriteRecord {
  private readonly writes: Write[] = [];
  private readonly failures: Failure[] = [];

  public acknowledge(write: Write): void {
    this.writes.push(write);
  }

  public fail(failure: Failure): void {
    this.failures.push(failure);
  }

  public get acknowledged(): number {
    return this.writes.length;
  }

  /** Confirmed after a moment, in the order of their acknowledgements. */
  public confirmedSince(moment: number): Write[] {
    return this.writes.filter(write => write.confirmed && write.at > moment);
  }

  public failuresSince(moment: number): Failure[] {
    return this.failures.filter(failure => failure.at > moment);
  }

  /** When the last acknowledgement came; 0 before the first one. */
  public get lastAt(): number {
    return this.writes.reduce((last, { at }) => Math.max(last, at), 0);
  }

  /** The longest time in milliseconds between two acknowledged writes in a row, of those gaps that ended after a moment. */
  public longestGap(since = 0): number {
    return this.gaps().filter(({ to }) => to > since).reduce((longest, { from, to }) => Math.max(longest, to - from), 0);
  }

  /** How long the gap between two acknowledged writes was in which a moment lies; Infinity when nothing was acknowledged before or after it. */
  public gapAround(moment: number): number {
    const gap = this.gaps().find(({ from, to }) => from <= moment && moment < to);
    return gap === undefined ? Infinity : gap.to - gap.from;
  }

  /** Acknowledged writes whose key is not there. */
  public lost(keys: Set<string>): Write[] {
    return this.writes.filter(write => !keys.has(write.key));
  }

  public lostThoughConfirmed(keys: Set<string>): Write[] {
    return this.lost(keys).filter(write => write.confirmed);
  }

  public loss(keys: Set<string>): Loss {
    return { acknowledged: this.acknowledged, lost: this.lost(keys).length, lostConfirmed: this.lostThoughConfirmed(keys).length };
  }

  public summary(): string {
    const confirmed = this.writes.filter(write => write.confirmed).length;
    const counts = new Map<string, number>();
    for (const { reason } of this.failures) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    const failures = [...counts].map(([reason, count]) => `${count} x ${reason}`);
    return `${this.writes.length} writes acknowledged, ${confirmed} of them confirmed, longest gap ${this.longestGap()} ms; failed: ${failures.join('; ') || 'none'}`;
  }

  private gaps(): { from: number; to: number }[] {
    // Two connections: the record is in the order in which the outcomes were known.
    const times = this.writes.map(({ at }) => at).sort((left, right) => left - right);
    return times.slice(1).map((to, index) => ({ from: times[index], to }));
  }
}
