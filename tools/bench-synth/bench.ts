/**
 * Measures the synthesis of a number of sets in one chart, and beside it, in turns, what `yaml` alone needs to write
 * the same objects.
 */
import { fork } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { Measurement, Step } from './measure';

/** A process that takes longer than this is not slow but broken. */
const TIMEOUT_MILLIS = 60_000;

/** The medians for one number of sets. */
export interface Result {
  readonly sets: number;
  readonly runs: number;
  readonly loadMillis: number;
  readonly synthMillis: number;
  readonly stringifyMillis: number;
  readonly peakMebibytes: number;
  readonly yamlBytes: number;
}

export async function bench(sets: number, runs: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
  try {
    await measure('objects', sets, folder);
    const synths: Measurement[] = [];
    const stringifies: Measurement[] = [];
    for (let run = 0; run < runs; run++) {
      // In turns, so that a machine that gets slower meanwhile slows both.
      synths.push(await measure('synth', sets, folder));
      stringifies.push(await measure('stringify', sets, folder));
    }
    return {
      sets,
      runs,
      loadMillis: median(synths.map(measured => measured.loadMillis)),
      synthMillis: median(synths.map(measured => measured.workMillis)),
      stringifyMillis: median(stringifies.map(measured => measured.workMillis)),
      peakMebibytes: median(synths.map(measured => measured.peakMebibytes)),
      yamlBytes: synths[0].yamlBytes,
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

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
