/**
 * A client that writes through Sentinel from a pod of its own, seen from the test: it is started on a node, its record grows, it is stopped.
 */
import { join } from 'path';
import { createInterface } from 'readline';
import { WriteRecord } from './write-record';
import { Client } from '../kube/client';
import { Cluster } from '../kube/cluster';

export interface WriterProps {
  readonly name: string;
  readonly namespace: string;

  /** The Service of the sentinels. */
  readonly sentinel: string;

  readonly masterName: string;
  readonly password: string;
}

/** One line of what the client process prints. */
export type WriterLine =
  | { readonly key: string; readonly at: number; readonly confirmed: boolean }
  | { readonly failure: string };

export class Writer {
  public static async start(cluster: Cluster, node: string, props: WriterProps): Promise<Writer> {
    const { name, namespace } = props;
    const command = [process.execPath, '--import', 'tsx', join(__dirname, 'writer-client.ts')];
    const client = await cluster.startClient(node, { name, namespace, command, env: { WRITER: JSON.stringify(props) } });
    return new Writer(name, client);
  }

  public readonly record = new WriteRecord();

  private constructor(public readonly name: string, private readonly client: Client) {
    createInterface(client.process.stdout!).on('line', line => {
      const entry = JSON.parse(line) as WriterLine;
      if ('failure' in entry) this.record.fail(entry.failure);
      else this.record.acknowledge(entry);
    });
  }

  /** Lets it finish the writes under way; everything acknowledged is in the record then. */
  public async stop(): Promise<WriteRecord> {
    this.client.process.stdin!.end();
    await this.client.end();
    return this.record;
  }
}
