/**
 * A machine of the lab: containerd, kubelet and kube-proxy in namespaces of their own, with a disk that outlives its power.
 *
 * What is true of it is on the lab's disk, so that any process in the lab may switch it off and on.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { startDaemon } from './daemon';
import { addressesOf, nodeFolder, NodeSettings } from './layout';
import * as network from './network';
import { run } from '../../scenario-kit/run-program';
import { until } from '../../scenario-kit/until';

const POWER_MS = 60_000;
const CONTAINERD = '/run/containerd/containerd.sock';

export class LabNode {
  constructor(private readonly settings: NodeSettings) {}

  public get name(): string {
    return this.settings.name;
  }

  public get alive(): boolean {
    return existsSync(this.pidFile);
  }

  /** Where it hears what is on its own network, plugged in or not. */
  public get networkNamespace(): string {
    return `/run/netns/${this.name}`;
  }

  /** A file or folder of the node's disk, as seen from this machine. */
  public disk(path: string): string {
    return join(nodeFolder(this.name), 'disk', path);
  }

  public makeFolder(path: string): void {
    mkdirSync(this.disk(path), { recursive: true });
  }

  /** Comes back when its programs have been started; Kubernetes calls it ready some seconds later. */
  public async powerOn(): Promise<void> {
    const { name, labels, taint = '' } = this.settings;
    const { address, podNetwork } = addressesOf(name);
    this.makeFolder('data');
    await network.addNode(name);
    const labelList = Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',');
    const unshare = ['--mount', '--propagation', 'private', '--pid', '--uts', '--ipc', '--fork', '--kill-child', '--mount-proc'];
    const pid = startDaemon(name, 'nsenter', [`--net=${this.networkNamespace}`, 'unshare', ...unshare, 'sh', join(__dirname, 'node-init.sh')],
      { NODE_NAME: name, NODE_ADDRESS: address, NODE_PODS: podNetwork, NODE_LABELS: labelList, NODE_TAINT: taint, NODE_FOLDER: nodeFolder(name) });
    const init = await until(async () => (await run('pgrep', ['-P', `${pid}`])).trim(), { what: `${name} runs`, within: POWER_MS });
    writeFileSync(this.pidFile, init);
  }

  /** As by its switch: nothing on it is told. Its disk stays as it is. */
  public async powerOff(): Promise<void> {
    const pid = Number(readFileSync(this.pidFile, 'utf8'));
    rmSync(this.pidFile);
    process.kill(pid, 'SIGKILL');
    await until(() => !existsSync(`/proc/${pid}`), { what: `${this.name} is off`, within: POWER_MS });
    await network.removeNode(this.name);
  }

  public async unplug(): Promise<void> {
    await network.unplug(this.name);
  }

  public async plugIn(): Promise<void> {
    await network.plugIn(this.name);
  }

  /** Runs a program of this machine on the node: among its processes, with its files and its network. */
  public async run(...command: string[]): Promise<string> {
    const pid = readFileSync(this.pidFile, 'utf8');
    return run('nsenter', ['--target', pid, '--net', '--mount', '--pid', '--', ...command]);
  }

  /** As if it had been pulled: one of the archives that images/build.sh makes. */
  public async importImage(archive: string): Promise<void> {
    await this.run('ctr', '--address', CONTAINERD, '--namespace', 'k8s.io', 'images', 'import', join(process.env.CLUSTER_IMAGES!, `${archive}.tar`));
  }

  private get pidFile(): string {
    return join(nodeFolder(this.name), 'pid');
  }
}
