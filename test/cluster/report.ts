/**
 * The figures of the scenarios, which run.sh prints as a table in the end.
 */
import { appendFileSync } from 'fs';
import { REPORT } from './lab/layout';

export interface Figures {
  /** Acknowledged writes that are not there in the end. */
  readonly lost?: number;

  readonly lostConfirmed?: number;

  /** The longest time without an acknowledged write, in milliseconds. */
  readonly gap?: number;

  /** What else was seen. */
  readonly note?: string;
}

export function report(scenario: string, figures: Figures): void {
  appendFileSync(REPORT, JSON.stringify({ scenario, ...figures }) + '\n');
}
