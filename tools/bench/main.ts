/**
 * `npm run bench`: every benchmark, one after the other, in one report: docs/benchmarks.md. Needs root, as bench:failover does.
 */
import { execFileSync } from 'child_process';
import { writeFileSync } from 'fs';
import { join } from 'path';
import { ROOT, tool } from '../shared/command';
import { machineFacts } from '../shared/machine';

const REPORT = join(ROOT, 'docs', 'benchmarks.md');

const BENCHES = [
  { title: 'Synthesis', task: 'bench:synth' },
  { title: 'Faults and throughput of a running set', task: 'bench:failover' },
];

/** The task's own output begins with a table. */
function section({ title, task }: { title: string; task: string }): string {
  const figures = execFileSync(tool('projen'), [task], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return `## ${title}\n\n\`npm run ${task}\`:\n\n${figures.slice(figures.search(/^\| /m)).trim()}\n`;
}

const sections = BENCHES.map(section);
writeFileSync(REPORT, ['# Benchmarks\n', `Written by \`npm run bench\`: ${machineFacts()}.\n`, ...sections].join('\n'));
console.log(`written: ${REPORT}`);
