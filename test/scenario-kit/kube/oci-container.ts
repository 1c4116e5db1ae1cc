/**
 * One run of one container by runc: from its fresh, writable layer over the image to its exit code.
 */
import { ChildProcess, spawn } from 'child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { pause } from '../pause';
import { run } from '../run-program';

export interface OciContainerFiles {
  /** An own folder, removed when the container has ended. */
  readonly bundle: string;

  /** The root folder of its image, which it only reads. */
  readonly image: string;

  /** Gets what the container prints. */
  readonly log: string;
}

const RUNC = ['--root', '/run/failover/runc'];
const PID_POLL_MS = 5;

export class OciContainer {
  /** Where runc finds the writable layer. */
  public static rootOf(bundle: string): string {
    return join(bundle, 'root');
  }

  /** Comes back when the container's first process runs, or has already ended. */
  public static async start(id: string, spec: object, files: OciContainerFiles): Promise<OciContainer> {
    const layers = { upper: join(files.bundle, 'upper'), work: join(files.bundle, 'work'), root: OciContainer.rootOf(files.bundle) };
    for (const folder of Object.values(layers)) mkdirSync(folder, { recursive: true });
    writeFileSync(join(files.bundle, 'config.json'), JSON.stringify(spec));
    await run('mount', ['-t', 'overlay', '-o', `lowerdir=${files.image},upperdir=${layers.upper},workdir=${layers.work}`, 'overlay', layers.root]);

    const log = openSync(files.log, 'a');
    const pidFile = join(files.bundle, 'pid');
    const child = spawn('runc', [...RUNC, 'run', '--bundle', files.bundle, '--pid-file', pidFile, id], { stdio: ['ignore', log, log] });
    closeSync(log);
    const container = new OciContainer(id, files.bundle, child);
    while (!existsSync(pidFile) && child.exitCode === null) await pause(PID_POLL_MS);
    container.pid = Number(existsSync(pidFile) ? readFileSync(pidFile, 'utf8') : 0);
    return container;
  }

  /** The exit code; 128 + the signal's number when a signal ended it. */
  public readonly exited: Promise<number>;

  /** The first process of the container; 0 when it never started. */
  public pid = 0;

  private constructor(private readonly id: string, private readonly bundle: string, child: ChildProcess) {
    this.exited = new Promise<number>(resolve => child.once('exit', code => resolve(code ?? 255))).then(async code => this.cleanUp(code));
  }

  public signal(name: NodeJS.Signals): void {
    try {
      if (this.pid > 0) process.kill(this.pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Runs a command in the container; throws when it fails or takes too long. */
  public async exec(command: string[], timeoutMs: number): Promise<string> {
    return run('runc', [...RUNC, 'exec', this.id, ...command], { timeoutMs });
  }

  /** Every process of the container. */
  public async pids(): Promise<number[]> {
    return JSON.parse(await run('runc', [...RUNC, 'ps', '--format', 'json', this.id])) as number[];
  }

  private async cleanUp(code: number): Promise<number> {
    await run('umount', ['--lazy', OciContainer.rootOf(this.bundle)]);
    rmSync(this.bundle, { recursive: true, force: true });
    return code;
  }
}
