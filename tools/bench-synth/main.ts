/**
 * `npm run bench:synth`: times the synthesis of 1, 100 and 1000 sets and prints a Markdown table.
 *
 * Other numbers of sets are arguments; `--runs 1` measures once instead of several times.
 */
import { cpus } from 'os';
import { parseArgs } from 'util';
import { bench, growth, Result } from './bench';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { runs: { type: 'string' } }, allowPositionals: true });
  const counts = positionals.length ? positionals.map(wholeNumber) : [1, 100, 1000];
  const runs = values.runs === undefined ? undefined : wholeNumber(values.runs);
  const results: Result[] = [];
  for (const sets of counts) {
    process.stderr.write(`measuring ${sets} set(s) ...\n`);
    results.push(await bench(sets, runs ?? defaultRuns(sets)));
  }
  console.log(report(results));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`"${text}" is no number of sets or runs; allowed: a whole number from 1`);
  }
  return value;
}

/** Several runs where they are cheap. */
function defaultRuns(sets: number): number {
  return sets > 200 ? 3 : 5;
}

function report(results: Result[]): string {
  const [few, many] = results.slice(-2);
  return [
    '| sets | load (s) | synth (s) | synth per set (ms) | `yaml` alone (s) | synth / `yaml` | peak RSS (MiB) | YAML (MiB) | runs |',
    '|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...results.map(row),
    '',
    ...(many ? [
      `Growth from ${few.sets} to ${many.sets} sets, as the exponent of the number of sets (1 is linear): `
      + `synth ${growth(few, many, result => result.synthMillis).toFixed(2)}, `
      + `\`yaml\` alone ${growth(few, many, result => result.stringifyMillis).toFixed(2)}.`,
    ] : []),
    `Medians; every run is a fresh process. Node ${process.version}, ${cpus().length} x ${cpus()[0].model}.`,
    'load: cdk8s, cdk8s-plus-28 and src/ by tsx, before the clock starts. yaml alone: the same objects, the same options, the same bytes.',
  ].join('\n');
}

function row(result: Result): string {
  const cells = [
    result.sets,
    seconds(result.loadMillis),
    seconds(result.synthMillis),
    (result.synthMillis / result.sets).toFixed(1),
    seconds(result.stringifyMillis),
    (result.synthMillis / result.stringifyMillis).toFixed(2),
    result.peakMebibytes.toFixed(0),
    (result.yamlBytes / 1024 / 1024).toFixed(2),
    result.runs,
  ];
  return `| ${cells.join(' | ')} |`;
}

function seconds(millis: number): string {
  return (millis / 1000).toFixed(2);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
