/**
 * Prints what the scenarios of a run have measured, as a Markdown table.
 */
import { existsSync, readFileSync } from 'fs';
import { cpus } from 'os';
import { REPORT } from './lab/layout';
import { ReportLine } from './report';

function main(): void {
  const written = existsSync(REPORT) ? readFileSync(REPORT, 'utf8').trim() : '';
  if (written === '') return;
  const lines = written.split('\n').map(line => JSON.parse(line) as ReportLine);
  const { length: cores, 0: { model } } = cpus();
  console.log(`\nMeasured on ${new Date().toISOString().slice(0, 10)}, ${cores} cores of ${model}:\n`);
  console.log('| Scenario | Acknowledged writes lost | of them confirmed by WAIT 1 | Longest time without a write (s) | Seen |');
  console.log('|---|---:|---:|---:|---|');
  for (const line of lines) console.log(`| ${columns(line).join(' | ')} |`);
}

function columns({ scenario, lost, lostConfirmed, gap, note }: ReportLine): string[] {
  // What was not lost at all was not lost though confirmed either.
  const confirmed = lostConfirmed ?? (lost === 0 ? 0 : undefined);
  return [scenario, `${lost ?? ''}`, `${confirmed ?? ''}`, gap === undefined ? '' : (gap / 1000).toFixed(1), note ?? ''];
}

main();
