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

export class WriteRecord {
  private readonly writes: Write[] = [];
  private readonly failures = new Map<string, number>();

  public acknowledge(write: Write): void {
    this.writes.push(write);
  }

  public fail(reason: string): void {
    this.failures.set(reason, (this.failures.get(reason) ?? 0) + 1);
  }

  /** Confirmed after a moment, in the order of their acknowledgements. */
  public confirmedSince(moment: number): Write[] {
    return this.writes.filter(write => write.confirmed && write.at > moment);
  }

  /** When the last acknowledgement came; 0 before the first one. */
  public get lastAt(): number {
    return this.writes.at(-1)?.at ?? 0;
  }

  /** The longest time in milliseconds between two acknowledged writes in a row. */
  public longestGap(): number {
    return this.writes.reduce((longest, write, index) => Math.max(longest, index === 0 ? 0 : write.at - this.writes[index - 1].at), 0);
  }

  /** Acknowledged writes whose key is not there. */
  public lost(keys: Set<string>): Write[] {
    return this.writes.filter(write => !keys.has(write.key));
  }

  public lostThoughConfirmed(keys: Set<string>): Write[] {
    return this.lost(keys).filter(write => write.confirmed);
  }

  public summary(): string {
    const confirmed = this.writes.filter(write => write.confirmed).length;
    const failures = [...this.failures].map(([reason, count]) => `${count} x ${reason}`);
    return `${this.writes.length} writes acknowledged, ${confirmed} of them confirmed, longest gap ${this.longestGap()} ms; failed: ${failures.join('; ') || 'none'}`;
  }
}
