/**
 * A set that answers the scripts' questions from files, in a time of its own, and remembers what it was told to do.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { NEVER, Server } from './answers';

/** What changes, by host name or address. */
export type Change = Record<string, Server>;

/** When the clock of every test begins. */
export const START = Date.UTC(2025, 0, 1) / 1000;

/** That a sentinel shall ask, too, is no more than a question. */
const QUESTIONS = /^\S+ (INFO|PING|CONFIG GET|FCALL_RO|LASTSAVE|SENTINEL (MYID|MASTER|REPLICAS|DEBUG INFO-PERIOD))\b/;

export class MockSet {
  private changes = 0;

  constructor(private readonly folder: string) {
    for (const name of ['servers', 'names', 'at', 'changes']) mkdirSync(join(folder, name));
    this.write('clock', `${START}000`);
    this.endsAt(600);
  }

  /** From now on. */
  public is(change: Change): void {
    for (const [server, answers] of Object.entries(change)) this.write(`servers/${server}`, render(answers));
  }

  /** So many seconds after the start, by the clock that sleeping moves. */
  public after(seconds: number, change: Change, command = ''): void {
    this.write(`at/${(START + seconds) * 1000}`, this.shell(change) + command);
  }

  /** When a command is sent that matches the shell pattern `<who> <command>`; who is `me`, a pod's name or an address. */
  public when(pattern: string, change: Change, command = ''): void {
    const text = `case "\${who} \${command}" in ${pattern.split('*').map(quoted).join('*')})\n${this.shell(change)}${command}\n;; esac\n`;
    writeFileSync(join(this.folder, 'when'), text, { flag: 'a' });
  }

  /** A script that has not ended by then is ended, with exit code 99. */
  public endsAt(seconds: number): void {
    this.write('end', String((START + seconds) * 1000));
  }

  /** The addresses behind a name; as in the answers of busybox's nslookup, unless told otherwise. */
  public name(name: string, addresses: string[], answer = addresses.map(address => `Name:\t${name}\nAddress: ${address}\n`).join('')): void {
    this.write(`names/${name}`, answer);
  }

  public forgetName(name: string): void {
    rmSync(join(this.folder, 'names', name));
  }

  /** The command that forgets a name, for `after` and `when`. */
  public forgetting(name: string): string {
    return `rm ${quoted(join(this.folder, 'names', name))}`;
  }

  /** What the program does after it has written down how it was started. */
  public program(name: 'redis-server' | 'redis-sentinel', commands: string): void {
    this.write(name, commands);
  }

  /** Every command, as `<who> <command>`. */
  public get sent(): string[] {
    return this.lines('sent');
  }

  /** The commands that change something. */
  public get orders(): string[] {
    return this.sent.filter(command => !QUESTIONS.test(command));
  }

  public get arguments(): string[] {
    return this.lines('arguments');
  }

  /** What was in REDISCLI_AUTH, each time. */
  public get passwords(): string[] {
    return this.lines('auth');
  }

  public get seconds(): number {
    return Number(readFileSync(join(this.folder, 'clock'), 'utf8')) / 1000 - START;
  }

  private shell(change: Change): string {
    return Object.entries(change).map(([server, answers]) => {
      const file = join(this.folder, 'changes', String(this.changes++));
      writeFileSync(file, render(answers));
      // Another one may be reading it.
      return `cp ${file} ${file}.new; mv ${file}.new ${join(this.folder, 'servers', server)}\n`;
    }).join('');
  }

  private lines(file: string): string[] {
    const path = join(this.folder, file);
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  }

  private write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), `${text}\n`);
  }
}

/** As the mock of redis-cli reads it. */
function render({ manner, answers }: Server): string {
  const cases = answers.map(([pattern, answer]) => {
    return `${pattern.split('*').map(quoted).join('*')}) ${answer === NEVER ? 'exec sleep 600' : `printf %s ${quoted(answer)}`} ;;\n`;
  });
  return `manner=${manner}\nanswer() {\ncase "$1" in\n${cases.join('')}esac\n}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
