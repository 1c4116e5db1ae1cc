/**
 * A pod's folders and environment in a temporary folder, a PATH that holds nothing but busybox applets and Redis, real or mock, and a
 * process namespace of its own, so that nothing which a script leaves running outlives it.
 */
import { ChildProcess, spawn, spawnSync } from 'child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { A, S1, S2, S3, SENTINELS, SET_ENV } from './answers';
import { MockSet } from './mock-set';

const RUNTIME_DIR = join(__dirname, '..', '..', 'runtime');
const BUSYBOX = '/bin/busybox';

/** The shells that the images bring: busybox's on Alpine, dash on Debian. */
export const SHELLS: Record<string, string[]> = { 'busybox sh': [BUSYBOX, 'sh'], 'dash': ['/bin/dash'] };

export interface SandboxOptions {
  /** One of `SHELLS`; only dash runs every applet as a program of its own. */
  readonly shell?: string;
  /** Whether Redis and the clock are the machine's own. */
  readonly real?: boolean;
  /** Whether the arguments of every applet are written down too; asks for dash. */
  readonly recordApplets?: boolean;
  /** Applets that the image has not got; asks for dash. */
  readonly without?: string[];
  /** What the pod has not pinned yet: nothing but the password before start-member.sh or start-sentinel.sh has run. */
  readonly unpinned?: 'password' | 'everything';
}

export interface Outcome {
  /** 99: it was still at work when the mock set's time was over. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines on standard output, without the time. */
  readonly log: string[];
}

export class Sandbox {
  public readonly root = mkdtempSync(join(tmpdir(), 'runtime-test-'));
  /** The mounted ConfigMap; what the pod has pinned is the same one, if it has. */
  public readonly configDir = this.folder('config');
  public readonly runDir = this.folder('run');
  public readonly dataDir = this.folder('data');
  public readonly passwordFile = join(this.root, 'password');
  public readonly set: MockSet;
  /** What the scripts see; a test may change it. */
  public readonly env: NodeJS.ProcessEnv;

  private readonly recordDir = this.folder('record');
  private readonly mockDir = this.folder('mock');
  private readonly shell: string[];
  private readonly children: ChildProcess[] = [];

  constructor(options: SandboxOptions = {}) {
    this.shell = SHELLS[options.shell ?? (options.recordApplets || options.without ? 'dash' : 'busybox sh')];
    this.env = {
      PATH: this.path(options),
      RECORD_DIR: this.recordDir,
      MOCK_DIR: this.mockDir,
      NO_NSLOOKUP: options.without?.includes('nslookup') ? 'yes' : undefined,
      REAL_TIME: options.real ? 'yes' : undefined,
      CONFIG_DIR: this.configDir,
      RUN_DIR: this.runDir,
      DATA_DIR: this.dataDir,
      PASSWORD_FILE: this.passwordFile,
      MEMBER_HOST: A,
      POD_IP: S1,
    };
    this.set = new MockSet(this.mockDir);
    this.set.name(SENTINELS, [S1, S2, S3]);
    for (const script of readdirSync(RUNTIME_DIR)) {
      symlinkSync(join(RUNTIME_DIR, script), join(this.configDir, script));
    }
    if (options.unpinned !== 'everything') symlinkSync(this.configDir, join(this.runDir, 'config'));
    for (const conf of ['redis.conf', 'sentinel.conf']) this.writeConf(conf, `# shared ${conf}\n`);
    this.writeSetEnv();
    this.writePassword('hunter2');
    if (!options.unpinned) this.writeRun('password', 'hunter2');
  }

  /** A file of the ConfigMap, in place of the one that is there. */
  public writeConf(name: string, text: string): void {
    rmSync(join(this.configDir, name), { force: true });
    writeFileSync(join(this.configDir, name), text);
  }

  public writeSetEnv(changes: Partial<typeof SET_ENV> = {}): void {
    this.writeConf('set.env', Object.entries({ ...SET_ENV, ...changes }).map(([name, value]) => `${name}='${value}'\n`).join(''));
  }

  /** What is mounted of the Secret. */
  public writePassword(password: string | Buffer): void {
    writeFileSync(this.passwordFile, password);
  }

  /** A file on the disk. */
  public writeData(name: string, text = ''): void {
    mkdirSync(join(this.dataDir, name, '..'), { recursive: true });
    writeFileSync(join(this.dataDir, name), text);
  }

  public get dataFiles(): string[] {
    return readdirSync(this.dataDir);
  }

  public readData(name: string): string | undefined {
    return read(join(this.dataDir, name));
  }

  /** A file in the folder where the scripts render and leave marks. */
  public writeRun(name: string, text: string | Buffer = ''): void {
    writeFileSync(join(this.runDir, name), text);
  }

  public readRun(name: string): string | undefined {
    return read(join(this.runDir, name));
  }

  /** The files in that folder, but for what is pinned. */
  public get rendered(): string[] {
    return readdirSync(this.runDir).filter(file => !['config', 'password'].includes(file));
  }

  /** What a mock has written down; undefined where it was never started. */
  public recorded(what: 'starts' | 'cmdline' | 'environment' | 'mode' | 'conf' | 'commands'): string | undefined {
    return read(join(this.recordDir, what));
  }

  /** A program beside busybox's. */
  public writeProgram(name: string, commands: string): void {
    const file = join(this.root, 'bin', name);
    rmSync(file, { force: true });
    writeFileSync(file, `#!/bin/sh\n${commands}\n`, { mode: 0o755 });
  }

  /** Lets time stand still until Redis or Sentinel has written down how it was started. */
  public awaitStart(): void {
    this.env.AWAIT = join(this.recordDir, 'conf');
  }

  public run(script: string, ...args: string[]): Outcome {
    return this.runCommand(this.command(script, ...args));
  }

  /** Runs the script between two commands of ours; their mounts are seen by nobody else. */
  public runWithMounts(before: string, script: string, after = ':'): Outcome {
    return this.runCommand([...this.shell, '-c', `${before}; status=0; "$@" || status=$?; ${after}; exit $status`, 'sh', ...this.command(script)]);
  }

  /** Runs commands of ours in the company of libraries, and of a program that starts the shell. */
  public evaluate(libraries: string[], commands: string, starter: string[] = []): Outcome {
    const sources = ['set.env', ...libraries].map(file => `. "\${RUN_DIR}/config/${file}"`).join('\n');
    return this.runCommand([...starter, ...this.shell, '-c', `set -u\n. '${join(__dirname, 'mock-shell.sh')}'\n${sources}\n${commands}`, 'test.sh']);
  }

  /** Starts the script and leaves it running until `remove`. */
  public start(script: string, ...args: string[]): void {
    const [program, ...rest] = isolated(this.command(script, ...args));
    this.children.push(spawn(program, rest, { env: this.env, cwd: this.root, stdio: 'ignore' }));
  }

  public runCommand(command: string[]): Outcome {
    const [program, ...args] = isolated(command);
    // Files, since the scripts open their standard output anew, and what Node makes for a pipe cannot be opened.
    const files = ['stdout', 'stderr'].map(name => join(this.root, name));
    files.forEach(file => rmSync(file, { force: true }));
    const stdio = files.map(file => openSync(file, 'a'));
    const { status, error } = spawnSync(program, args, {
      env: this.env, cwd: this.root, stdio: ['ignore', ...stdio], timeout: 30_000, killSignal: 'SIGKILL',
    });
    stdio.forEach(closeSync);
    if (error) throw error;
    const [stdout, stderr] = files.map(file => readFileSync(file, 'utf8'));
    const log = stdout.split('\n').slice(0, -1).map(line => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ /, ''));
    return { status, stdout, stderr, log };
  }

  public async remove(): Promise<void> {
    await Promise.all(this.children.filter(child => child.exitCode === null).map(child => new Promise(resolve => {
      child.once('exit', resolve);
      child.kill('SIGKILL');
    })));
    rmSync(this.root, { recursive: true });
  }

  private command(script: string, ...args: string[]): string[] {
    return [...this.shell, '-c', `. '${join(__dirname, 'mock-shell.sh')}'; . "$0"`, join(this.configDir, script), ...args];
  }

  private folder(name: string): string {
    const folder = join(this.root, name);
    mkdirSync(folder);
    return folder;
  }

  private path({ real, recordApplets, without = [] }: SandboxOptions): string {
    const bin = this.folder('bin');
    for (const [program, mock] of [['redis-server', 'redis'], ['redis-sentinel', 'redis'], ['redis-cli', 'redis-cli']]) {
      symlinkSync(real ? `/usr/bin/${program}` : join(__dirname, `mock-${mock}.sh`), join(bin, program));
    }
    return `${bin}:${appletsFolder(recordApplets ? join(__dirname, 'mock-applet.sh') : BUSYBOX, without)}`;
  }
}

const appletsFolders = new Map<string, string>();
afterAll(() => appletsFolders.forEach(folder => rmSync(folder, { recursive: true })));

/** Some hundred links, made once for a test file. */
function appletsFolder(target: string, without: string[]): string {
  const key = [target, ...without].join(' ');
  const made = appletsFolders.get(key);
  if (made) return made;
  const folder = mkdtempSync(join(tmpdir(), 'runtime-test-applets-'));
  appletsFolders.set(key, folder);
  // As a program, `[[` would lend dash what it has not got.
  const applets = spawnSync(BUSYBOX, ['--list'], { encoding: 'utf8' }).stdout.trim().split('\n').filter(name => !['[[', ...without].includes(name));
  applets.forEach(applet => symlinkSync(target, join(folder, applet)));
  return folder;
}

/**
 * The command as the child of another process 1, as hooks and probes are, whose standard output is the container's log.
 */
function isolated(command: string[]): string[] {
  return ['/usr/bin/unshare', '--pid', '--fork', '--kill-child', '--mount-proc', BUSYBOX, 'sh', '-c', '"$@"; exit $?', 'init', ...command];
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'latin1') : undefined;
}
