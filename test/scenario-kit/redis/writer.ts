/**
 * A client that writes through Sentinel from a pod of its own, seen from the test: it is started on a node, its record grows, it is stopped.
 */
import { join } from 'path';
import { createInterface } from 'readline';
import { SetClient, SetCluster } from './set-cluster';
import { WriteRecord } from './write-record';

/** What a scenario may choose. */
export interface WriterOptions {
  /** @default 'writer' */
  readonly name?: string;

  /**
   * Only plain writes, or only those that ask a replica for confirmation.
   *
   * @default - both
   */
  readonly only?: 'plain' | 'confirmed';

  /**
   * How long a connection may take to come about, name look-up included. A dead address costs as much, so the record's gap is too long by up to that.
   *
   * @default 150
   */
  readonly connectTimeoutMs?: number;
}

export interface WriterProps extends WriterOptions {
  readonly name: string;
  readonly namespace: string;

  /** The Service of the sentinels. */
  readonly sentinel: string;
  readonly sentinelPort: number;

  readonly masterName: string;
  readonly password: string;
}

/** One line of what the client process prints. */
export type WriterLine =
  | { readonly key: string; readonly at: number; readonly confirmed: boolean }
  | { readonly reason: string; readonly at: number };

/** The resolver's own patience (5 s a try, four at once) would outlive a silence of the name service and count as the set's. */
const RESOLVER = { RES_OPTIONS: 'timeout:1 attempts:2', UV_THREADPOOL_SIZE: '32' };

export class Writer {
  public static async start(cluster: SetCluster, node: string, props: WriterProps): Promise<Writer> {
    const { name, namespace } = props;
    const command = [process.execPath, '--import', 'tsx', join(__dirname, 'writer-client.ts')];
    const client = await cluster.startClient(node, { name, namespace, command, env: { WRITER: JSON.stringify(props), ...RESOLVER } });
    return new Writer(name, client);
  }

  public readonly record = new WriteRecord();

  private constructor(public readonly name: string, private readonly client: SetClient) {
    createInterface(client.process.stdout!).on('line', line => this.read(line));
    // Its node may have died.
    client.process.stdin!.on('error', () => undefined);
    client.process.on('exit', (code, signal) => {
      if (code !== 0) this.record.fail({ reason: `the writer itself ended by ${signal ?? `exit code ${code}`}`, at: Date.now() });
    });
  }

  /** Lets it finish the writes under way; everything acknowledged is in the record then. */
  public async stop(): Promise<WriteRecord> {
    this.client.process.stdin!.end();
    await this.client.end();
    return this.record;
  }

  private read(line: string): void {
    // Killed in the middle of a line.
    if (!line.endsWith('}')) return;
    const entry = JSON.parse(line) as WriterLine;
    if ('reason' in entry) this.record.fail(entry);
    else this.record.acknowledge(entry);
  }
}
