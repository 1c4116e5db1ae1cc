/**
 * Programs that go on when this process has ended: until the lab's namespaces end, or somebody kills them.
 */
import { spawn } from 'child_process';
import { closeSync, mkdirSync, openSync } from 'fs';
import { join } from 'path';
import { LOGS } from './layout';

/** Its output goes to a log of this name. Gives back its pid. */
export function startDaemon(name: string, program: string, args: string[], env: Record<string, string> = {}): number {
  mkdirSync(LOGS, { recursive: true });
  const log = openSync(join(LOGS, `${name}.log`), 'a');
  const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log], env: { ...process.env, ...env } });
  closeSync(log);
  child.on('error', error => console.error(`${name} cannot be started: ${error.message}`));
  child.unref();
  if (child.pid === undefined) throw new Error(`${name} cannot be started: ${program}`);
  return child.pid;
}
