/**
 * A connection to the Redis of a pod, held by a netcat at the pod's vantage. It starts in a few milliseconds and costs next to nothing, where a
 * client of its own per member would cost a second of processor time.
 *
 * Only for commands whose reply is one line.
 */
import { ChildProcess, spawn } from 'child_process';
import { Vantage } from './set-cluster';

/** A process that hangs accepts connections all the same. */
const SILENCE_MS = 1_000;

export class MemberConnection {
  /** Throws when nobody listens there, or the password is wrong. */
  public static async open({ command, host }: Vantage, port: number, password: string): Promise<MemberConnection> {
    const [program, ...args] = [...command, 'busybox', 'nc', host, `${port}`];
    const netcat = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const connection = new MemberConnection(netcat);
    const reply = await connection.ask('AUTH', password);
    if (reply === '+OK') return connection;
    connection.close();
    throw new Error(reply);
  }

  private received = '';
  private closed = false;
  private settle?: (error: Error | undefined, line: string) => void;

  private constructor(private readonly netcat: ChildProcess) {
    netcat.stdout!.setEncoding('latin1').on('data', (text: string) => this.receive(text));
    netcat.stdin!.on('error', () => undefined);
    netcat.on('error', () => this.end());
    netcat.on('close', () => this.end());
  }

  /** The reply as it came, with its type as first character. One question at a time; after an error the connection is of no use any more. */
  public async ask(...words: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const tooLate = setTimeout(() => this.settle?.(new Error(`no answer within ${SILENCE_MS} ms`), ''), SILENCE_MS);
      this.settle = (error, line) => {
        clearTimeout(tooLate);
        this.settle = undefined;
        if (error === undefined) return resolve(line);
        reject(error);
        this.close();
      };
      if (this.closed) this.end();
      else this.netcat.stdin!.write(encode(words));
    });
  }

  public close(): void {
    this.netcat.kill('SIGKILL');
    this.end();
  }

  private end(): void {
    this.closed = true;
    this.settle?.(new Error('the connection was closed'), '');
  }

  private receive(text: string): void {
    this.received += text;
    const end = this.received.indexOf('\r\n');
    if (end < 0) return;
    const line = this.received.slice(0, end);
    this.received = this.received.slice(end + 2);
    this.settle?.(undefined, line);
  }
}

/** As an array of bulk strings, which needs no quoting. */
function encode(words: string[]): string {
  return `*${words.length}\r\n${words.map(word => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
