/**
 * Runs a program of a language's toolchain to its end.
 */
import { execFile } from 'child_process';

export interface RunOptions {
  readonly cwd: string;
  /** Milliseconds. */
  readonly timeout?: number;
}

const LINES_OF_A_FAILURE = 80;

/**
 * What it printed, standard output and standard error together.
 *
 * @throws if it fails or takes too long; the message has the command and the end of its output
 */
export async function run(program: string, args: string[], { cwd, timeout = 240_000 }: RunOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    execFile(program, args, { cwd, timeout, env: plainEnv(), maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const output = stdout + stderr;
      if (!error) {
        resolve(output);
        return;
      }
      const seconds = Math.round((performance.now() - start) / 1000);
      const end = output.trimEnd().split('\n').slice(-LINES_OF_A_FAILURE).join('\n');
      reject(new Error(`${program} ${args.join(' ')}\nin ${cwd}: ${error.killed ? 'no end' : `exit code ${error.code}`} after ${seconds} s\n\n${end}`));
    });
  });
}

/** Without what an npm that runs us tells its children about this repository, and without where other tests want the manifests. */
function plainEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|CDK8S_OUTDIR$)/i.test(name)));
}
