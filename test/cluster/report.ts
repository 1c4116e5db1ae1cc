/**
 * What the scenarios measure, which run-jest.sh prints as a table in the end.
 */
import { appendFileSync } from 'fs';
import { REPORT } from './lab/layout';

export interface Figures {
  /** Acknowledged writes that are not there in the end. */
  readonly lost?: number;

  /** Of them, those that WAIT had confirmed. */
  readonly lostConfirmed?: number;

  /** The longest time without an acknowledged write, in milliseconds. */
  readonly gap?: number;

  /** What else was seen. */
  readonly note?: string;
}

export interface ReportLine extends Figures {
  readonly scenario: string;
}

export function report(scenario: string, figures: Figures): void {
  const line: ReportLine = { scenario, ...figures };
  appendFileSync(REPORT, JSON.stringify(line) + '\n');
}
