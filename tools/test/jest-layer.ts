/**
 * Layers that are a run of jest, counted by its JSON report.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Layer, Outcome } from './layer';
import { runCommand } from '../shared/command';

/** What we read of jest's report. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/**
 * @param args the command up to jest's own options, to which `--json --outputFile=…` are added
 */
export function jestLayer(name: string, title: string, program: string, ...args: string[]): Layer {
  return {
    name,
    title,
    async run() {
      const folder = mkdtempSync(join(tmpdir(), 'jest-report-'));
      const report = join(folder, 'report.json');
      try {
        const status = await runCommand(program, [...args, '--json', `--outputFile=${report}`]);
        return existsSync(report)
          ? count(JSON.parse(readFileSync(report, 'utf8')), status)
          : { passed: 0, failed: 1, message: `exit code ${status}, and no report` };
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/**
 * Counts what jest itself would let pass as failed too: tests that did not run, files that could not, and no tests at all.
 */
export function count(report: JestReport, status: number): Outcome {
  const passed = report.numPassedTests;
  const left = report.numPendingTests + report.numTodoTests;
  const broken = report.numRuntimeErrorTestSuites;
  const failed = report.numFailedTests + left + broken;
  const message = [
    ...left > 0 ? [`${left} skipped or todo: nothing is skipped silently`] : [],
    ...broken > 0 ? [`${broken} of the test files could not run`] : [],
    ...passed + failed === 0 ? ['no test ran'] : [],
    ...status !== 0 && failed === 0 ? [`exit code ${status} without a failed test`] : [],
  ].join('; ');
  return { passed, failed: message && failed === 0 ? 1 : failed, message: message || undefined };
}
