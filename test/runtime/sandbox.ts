/**
 * A pod's folders and environment in a temporary folder, and a PATH that holds nothing but busybox applets and Redis, real or mock.
 */
import { ChildProcess, spawn, spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const RUNTIME_DIR = join(__dirname, '..', '..', 'runtime');
const BUSYBOX = '/bin/busybox';

/** The shells that the images bring: busybox's on Alpine, dash on Debian. */
export const SHELLS: Record<string, string[]> = { 'busybox sh': [BUSYBOX, 'sh'], 'dash': ['/bin/dash'] };

export interface SandboxOptions {
  /** One of `SHELLS`; only dash runs every applet as a program of its own. */
  readonly shell?: string;
  /** Whether redis-server and redis-sentinel are the machine's own. */
  readonly realRedis?: boolean;
  /** Whether the arguments of every applet are written down too; asks for dash. */
  readonly recordApplets?: boolean;
}

export interface Outcome {
  readonly pid: number;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Sandbox {
  public readonly root = mkdtempSync(join(tmpdir(), 'runtime-test-'));
  public readonly configDir = this.folder('config');
  public readonly runDir = this.folder('run');
  public readonly dataDir = this.folder('data');
  public readonly passwordFile = join(this.root, 'password');
  /** What the scripts see; a test may change it. */
  public readonly env: NodeJS.ProcessEnv;

  private readonly recordDir = this.folder('record');
  private readonly shell: string[];
  private readonly children: ChildProcess[] = [];

  constructor(options: SandboxOptions = {}) {
    this.shell = SHELLS[options.shell ?? (options.recordApplets ? 'dash' : 'busybox sh')];
    this.env = {
      PATH: this.path(options),
      RECORD_DIR: this.recordDir,
      CONFIG_DIR: this.configDir,
      RUN_DIR: this.runDir,
      DATA_DIR: this.dataDir,
      PASSWORD_FILE: this.passwordFile,
      MEMBER_HOST: 'shop-a-0.shop-a.default.svc.cluster.local',
      MASTER_NAME: 'mymaster',
    };
    for (const script of readdirSync(RUNTIME_DIR)) {
      symlinkSync(join(RUNTIME_DIR, script), join(this.configDir, script));
    }
    for (const conf of ['redis-master.conf', 'redis.conf', 'sentinel.conf']) {
      this.writeConf(conf, `# shared ${conf}\n`);
    }
    this.writePassword('hunter2');
  }

  public writeConf(name: string, text: string): void {
    writeFileSync(join(this.configDir, name), text);
  }

  public writePassword(password: string | Buffer): void {
    writeFileSync(this.passwordFile, password);
  }

  /** The files in the folder where the scripts render. */
  public get rendered(): string[] {
    return readdirSync(this.runDir);
  }

  /** What a mock has written down; undefined where it was never started. */
  public recorded(what: 'program' | 'pid' | 'arguments' | 'cmdline' | 'environment' | 'mode' | 'conf' | 'commands'): string | undefined {
    const file = join(this.recordDir, what);
    return existsSync(file) ? readFileSync(file, 'latin1') : undefined;
  }

  public run(script: string, ...args: string[]): Outcome {
    return this.runCommand([...this.shell, join(this.configDir, script), ...args]);
  }

  /**
   * Runs the script between two commands of ours, among which mounts are seen by nobody else.
   */
  public runWithMounts(before: string, script: string, after = ':'): Outcome {
    const command = `${before}; status=0; "$@" || status=$?; ${after}; exit $status`;
    return this.runCommand(['/usr/bin/unshare', '--mount', ...this.shell, '-c', command, 'sh', ...this.shell, join(this.configDir, script)]);
  }

  /** Starts the script and leaves it running until `remove`. */
  public start(script: string, ...args: string[]): void {
    const [program, ...rest] = [...this.shell, join(this.configDir, script), ...args];
    this.children.push(spawn(program, rest, { env: this.env, cwd: this.root, stdio: 'ignore' }));
  }

  public runCommand([program, ...args]: string[]): Outcome {
    const { pid, status, stdout, stderr, error } = spawnSync(program, args, { env: this.env, cwd: this.root, encoding: 'utf8', timeout: 30_000 });
    if (error) throw error;
    return { pid, status, stdout, stderr };
  }

  public async remove(): Promise<void> {
    await Promise.all(this.children.filter(child => child.exitCode === null).map(child => new Promise(resolve => {
      child.once('exit', resolve);
      child.kill('SIGKILL');
    })));
    rmSync(this.root, { recursive: true });
  }

  private folder(name: string): string {
    const folder = join(this.root, name);
    mkdirSync(folder);
    return folder;
  }

  private path({ realRedis, recordApplets }: SandboxOptions): string {
    const bin = this.folder('bin');
    const applets = spawnSync(BUSYBOX, ['--list'], { encoding: 'utf8' }).stdout.trim().split('\n');
    // As a program, `[[` would lend dash what it has not got.
    for (const applet of applets.filter(name => name !== '[[')) {
      symlinkSync(recordApplets ? join(__dirname, 'mock-applet.sh') : BUSYBOX, join(bin, applet));
    }
    for (const program of ['redis-server', 'redis-sentinel']) {
      symlinkSync(realRedis ? `/usr/bin/${program}` : join(__dirname, 'mock-redis.sh'), join(bin, program));
    }
    return bin;
  }
}
