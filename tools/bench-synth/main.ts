/**
 * `npm run bench:synth`: times the synthesis of 1, 10, 100 and 1000 sets, in one chart, in a chart each and in an app each, and of one set from a
 * cold start. Prints Markdown.
 *
 * Other numbers of sets are arguments; `--runs 1` measures once instead of several times.
 */
import { parseArgs } from 'util';
import { bench, growth, Result } from './bench';
import { ColdStart, coldStart } from './cold-start';
import type { Layout } from './measure';
import { processors } from '../shared/machine';
import { Column, markdownTable } from '../shared/markdown-table';
import { runMain } from '../shared/run-main';

const LAYOUTS: Layout[] = ['one chart', 'a chart per set', 'an app per set'];
const COLD_STARTS = 15;

const COLUMNS: Column[] = [
  { number: 'sets' },
  'in',
  ...['synth (s)', 'per set (ms)', 'cdk8s alone (s)', '`yaml` alone (s)', 'synth / cdk8s', 'synth / `yaml`', 'peak RSS (MiB)', 'runs']
    .map(number => ({ number })),
];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { runs: { type: 'string' } }, allowPositionals: true });
  const counts = positionals.length ? positionals.map(wholeNumber) : [1, 10, 100, 1000];
  const runs = values.runs === undefined ? undefined : wholeNumber(values.runs);
  const results: Result[] = [];
  for (const layout of LAYOUTS) {
    for (const sets of counts) {
      process.stderr.write(`measuring ${sets} set(s), ${layout} ...\n`);
      results.push(await bench(layout, sets, runs ?? defaultRuns(layout, sets)));
    }
  }
  process.stderr.write('measuring cold starts ...\n');
  console.log(report(results, coldStart(runs ?? COLD_STARTS)));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`"${text}" is no number of sets or runs; allowed: a whole number from 1`);
  }
  return value;
}

/** Several runs where they are cheap. */
function defaultRuns(layout: Layout, sets: number): number {
  if (sets <= 200) return 5;
  return layout === 'a chart per set' ? 1 : 3;
}

function report(results: Result[], { ours, bareL1, runs }: ColdStart): string {
  return [
    ...markdownTable(COLUMNS, results.map(row)),
    '',
    ...LAYOUTS.flatMap(layout => growthOf(layout, results.filter(result => result.layout === layout))),
    '',
    `One set from a cold start of node: ${seconds(ours)} s; the same objects by the generated classes alone (L1): ${seconds(bareL1)} s; `
    + `ratio ${(ours / bareL1).toFixed(2)}, ${runs} runs.`,
    '',
    `Medians; every run is a process of its own. Node ${process.version}, ${processors()}.`,
    'synth: from the first construct to the written file, modules loaded.',
    'Alone: the same bytes from the finished objects, given to cdk8s in one chart, or to `yaml` with the options that cdk8s gives it.',
  ].join('\n');
}

function row(result: Result): (string | number)[] {
  return [
    result.sets,
    result.layout,
    seconds(result.synthMillis),
    (result.synthMillis / result.sets).toFixed(1),
    seconds(result.cdk8sMillis),
    seconds(result.stringifyMillis),
    (result.synthMillis / result.cdk8sMillis).toFixed(2),
    (result.synthMillis / result.stringifyMillis).toFixed(2),
    result.peakMebibytes.toFixed(0),
    result.runs,
  ];
}

function growthOf(layout: Layout, results: Result[]): string[] {
  const [few, many] = results.slice(-2);
  if (many === undefined) return [];
  return [`Growth from ${few.sets} to ${many.sets} sets in ${layout}, as the exponent of the number of sets (1 is linear): `
    + `synth ${growth(few, many, result => result.synthMillis).toFixed(2)}, \`yaml\` alone ${growth(few, many, result => result.stringifyMillis).toFixed(2)}.`];
}

function seconds(millis: number): string {
  return (millis / 1000).toFixed(2);
}

void runMain(main);
