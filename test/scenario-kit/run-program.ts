/**
 * Runs a program to its end and gives back its output.
 */
import { execFile } from 'child_process';

const OUTPUT_LIMIT = 64 * 1024 * 1024;

export interface RunOptions {
  /** Added to this process's own environment. */
  readonly env?: Record<string, string>;

  readonly input?: string;

  /** @default - no limit */
  readonly timeoutMs?: number;
}

export async function run(program: string, args: string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...options.env };
    const child = execFile(program, args, { env, timeout: options.timeoutMs, killSignal: 'SIGKILL', maxBuffer: OUTPUT_LIMIT }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const reason = error.killed ? `no answer within ${options.timeoutMs} ms` : (stderr.trim() || stdout.trim() || `exit code ${error.code}`);
      reject(new Error(`${program} ${args.join(' ')}: ${reason}`));
    });
    // A program that ends before it has read everything is judged by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);
  });
}
