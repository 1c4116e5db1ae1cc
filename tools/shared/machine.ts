/**
 * What figures depend on: when, which commit, which machine, which programs.
 */
import { execFileSync } from 'child_process';
import { cpus, release, totalmem, type } from 'os';
import { ROOT } from './command';

export function machineFacts(): string {
  return [
    new Date().toISOString().slice(0, 10),
    `commit ${output('git', 'describe', '--always', '--dirty')}`,
    processors(),
    `${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    `${type()} ${release()}`,
    `Node ${process.version}`,
    output('redis-server', '--version').replace(/^Redis server v=(\S+).*/, 'Redis $1'),
  ].join(', ');
}

/** How many, and which. */
export function processors(): string {
  return `${cpus().length} x ${cpus()[0].model}`;
}

function output(program: string, ...args: string[]): string {
  return execFileSync(program, args, { cwd: ROOT, encoding: 'utf8' }).trim();
}
