/**
 * Prints what the scenarios of a run have measured, as a Markdown table.
 */
import { existsSync, readFileSync } from 'fs';
import { cpus } from 'os';
import { REPORT } from './lab/layout';
import { ReportLine } from './report';
import { Column, markdownTable } from '../../tools/shared/markdown-table';

const COLUMNS: Column[] = ['Scenario', { number: 'Acknowledged writes lost' }, { number: 'of them confirmed by WAIT 1' },
  { number: 'Longest time without a write (s)' }, 'Seen'];

function main(): void {
  const written = existsSync(REPORT) ? readFileSync(REPORT, 'utf8').trim() : '';
  if (written === '') return;
  const lines = written.split('\n').map(line => JSON.parse(line) as ReportLine);
  const { length: cores, 0: { model } } = cpus();
  console.log(`\nMeasured on ${new Date().toISOString().slice(0, 10)}, ${cores} cores of ${model}:\n`);
  console.log(markdownTable(COLUMNS, lines.map(cells)).join('\n'));
}

function cells({ scenario, lost, lostConfirmed, gap, note }: ReportLine): string[] {
  // What was not lost at all was not lost though confirmed either.
  const confirmed = lostConfirmed ?? (lost === 0 ? 0 : undefined);
  return [scenario, `${lost ?? ''}`, `${confirmed ?? ''}`, gap === undefined ? '' : (gap / 1000).toFixed(1), note ?? ''];
}

main();
