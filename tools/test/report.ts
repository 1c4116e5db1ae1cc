/**
 * What the layers print around their own output.
 */
import { styleText } from 'util';
import { Outcome } from './layer';

export interface LayerResult extends Outcome {
  readonly name: string;
  readonly seconds: number;
}

export function printHeading(name: string, title: string): void {
  console.log(`\n${styled('bold', `=== ${name}: ${title}`)}`);
}

export function printResult({ name, failed, message }: LayerResult): void {
  console.log(failed === 0 ? styled('green', `${name} passed`) : styled('red', [`${name} FAILED`, ...message ? [message] : []].join(': ')));
}

/**
 * A table of the layers and, as the last line, the sum: `N passed, N failed`.
 */
export function printSummary(results: LayerResult[]): void {
  console.log(`\n${row('layer', 'passed', 'failed', 'seconds')}`);
  for (const { name, passed, failed, seconds } of results) {
    const line = row(name, passed, failed, seconds.toFixed(1));
    console.log(failed === 0 ? line : styled('red', line));
  }
  console.log(`\n${sum(results, 'passed')} passed, ${sum(results, 'failed')} failed`);
}

export function sum(results: LayerResult[], what: 'passed' | 'failed'): number {
  return results.reduce((total, result) => total + result[what], 0);
}

function row(name: string, ...columns: (string | number)[]): string {
  return [name.padEnd(10), ...columns.map(column => String(column).padStart(8))].join('');
}

function styled(style: 'bold' | 'green' | 'red', text: string): string {
  return process.stdout.isTTY ? styleText(style, text) : text;
}
