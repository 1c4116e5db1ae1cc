/**
 * Runs a program whose output goes straight to ours.
 */
import { spawn } from 'child_process';
import { constants } from 'os';
import { join } from 'path';

/** The repository, in which every layer runs. */
export const ROOT = join(__dirname, '..', '..');

/**
 * The program's exit code, or 128 and the signal's number where a signal ended it, as a shell would say.
 *
 * @throws if the program cannot be started
 */
export async function runCommand(program: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  // Some tools take CI=true for a terminal with colours.
  const colours = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, env: { ...process.env, ...colours, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
  });
}

/**
 * Where npm has put a tool of this repository.
 */
export function tool(name: string): string {
  return join(ROOT, 'node_modules', '.bin', name);
}
