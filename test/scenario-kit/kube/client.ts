/**
 * A program of this machine that runs on a node as a pod would: in a network namespace and with a resolv.conf of its own.
 */
import { ChildProcess, spawn } from 'child_process';
import { openSync, closeSync, rmSync } from 'fs';
import { ClusterNetwork, PodNetwork } from './network';
import { Node, NodeProcess } from './node';
import { writePodFiles } from './pod-files';

export interface ClientProps {
  readonly name: string;
  readonly namespace: string;
  readonly domain: string;
  readonly folder: string;
  readonly log: string;
  readonly command: string[];
  readonly env: Record<string, string>;
}

export class Client implements NodeProcess {
  public static async start(node: Node, network: ClusterNetwork, props: ClientProps): Promise<Client> {
    const pod = await network.attachPod(node.name);
    const files = writePodFiles(props.folder, props, { address: pod.address, nameServer: network.gateway, domain: props.domain });
    const mounts = Object.entries(files).filter(([path]) => path !== '/etc/hostname').map(([path, source]) => `mount --bind ${source} ${path}`);
    const log = openSync(props.log, 'a');
    const child = spawn('nsenter', [`--net=${pod.path}`, 'unshare', '--mount', 'sh', '-ec', `${mounts.join('\n')}\nexec "$@"`, 'sh', ...props.command],
      { env: { ...process.env, ...props.env }, stdio: ['pipe', 'pipe', log] });
    closeSync(log);
    return new Client(node, network, pod, child, props.folder);
  }

  private readonly exited: Promise<void>;

  private constructor(
    private readonly node: Node,
    private readonly network: ClusterNetwork,
    private readonly pod: PodNetwork,
    public readonly process: ChildProcess,
    private readonly folder: string,
  ) {
    this.exited = new Promise(resolve => process.once('close', () => resolve()));
    node.processes.add(this);
  }

  public async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.end();
  }

  /** Waits for its end and takes its network away. */
  public async end(): Promise<void> {
    await this.exited;
    this.node.processes.delete(this);
    await this.network.detachPod(this.pod);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
