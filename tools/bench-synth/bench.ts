/**
 * Measures the synthesis of a number of sets, and beside it, in turns, what cdk8s and `yaml` alone need for the same objects.
 */
import { fork } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { Layout, Measurement, Step } from './measure';
import { median } from '../shared/median';

/** A process that takes longer than this is not slow but broken. */
const TIMEOUT_MILLIS = 300_000;

/** The medians for one number of sets. */
export interface Result {
  readonly layout: Layout;
  readonly sets: number;
  readonly runs: number;
  readonly synthMillis: number;
  readonly cdk8sMillis: number;
  readonly stringifyMillis: number;
  readonly peakMebibytes: number;
}

export async function bench(layout: Layout, sets: number, runs: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
  // The other layouts write less into files of the same names.
  const objects = join(folder, 'objects');
  try {
    const synths: Measurement[] = [];
    const cdk8s: Measurement[] = [];
    const stringifies: Measurement[] = [];
    for (let run = 0; run < runs; run++) {
      // In turns, so that a machine that gets slower meanwhile slows all.
      synths.push(await measure(layout, sets, folder));
      if (run === 0) await measure('objects', sets, objects);
      cdk8s.push(await measure('cdk8s', sets, objects));
      stringifies.push(await measure('stringify', sets, objects));
    }
    return {
      layout,
      sets,
      runs,
      synthMillis: median(synths.map(({ millis }) => millis)),
      cdk8sMillis: median(cdk8s.map(({ millis }) => millis)),
      stringifyMillis: median(stringifies.map(({ millis }) => millis)),
      peakMebibytes: median(synths.map(({ peakMebibytes }) => peakMebibytes)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The exponent with which the time grows with the number of sets: 1 is linear, 2 quadratic.
 */
export function growth(few: Result, many: Result, time: (result: Result) => number): number {
  return Math.log(time(many) / time(few)) / Math.log(many.sets / few.sets);
}

function measure(step: Step, sets: number, folder: string): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, 'measure.ts'), [step, `${sets}`, folder], { timeout: TIMEOUT_MILLIS });
    child.once('message', measured => resolve(measured as Measurement));
    child.once('exit', (code, signal) => reject(new Error(`${step} of ${sets} sets ended with ${signal ?? code} and no result`)));
  });
}
