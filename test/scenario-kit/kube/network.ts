/**
 * The network of one cluster: a switch, a bridge per node linked to it by a cable, and a network namespace per pod.
 *
 * Addresses come from 10.<64 + cluster>.0.0/16; none is handed out twice in the life of a cluster.
 * This process sits on the switch (`gateway`), so it reaches every pod whose node's cable is in.
 */
import { run } from '../run-program';

export interface PodNetwork {
  /** Path of the network namespace. */
  readonly path: string;
  readonly address: string;
}

const MAX_CLUSTERS = 128;

export class ClusterNetwork {
  public static async create(): Promise<ClusterNetwork> {
    for (let index = 0; index < MAX_CLUSTERS; index++) {
      const network = new ClusterNetwork(index);
      if (await network.claimName()) {
        await ip(`addr add ${network.gateway}/16 dev ${network.name}`, `link set ${network.name} up`);
        return network;
      }
    }
    throw new Error(`${MAX_CLUSTERS} clusters are running already: close some`);
  }

  public readonly name: string;
  public readonly gateway: string;
  private readonly bridges = new Map<string, string>();
  private readonly namespaces = new Set<string>();
  private lastHost = 1;

  private constructor(private readonly index: number) {
    this.name = `c${index}`;
    this.gateway = this.address(1);
  }

  public async addNode(node: string): Promise<void> {
    const bridge = `${this.name}n${this.bridges.size}`;
    this.bridges.set(node, bridge);
    await ip(`link add ${bridge} type bridge`,
      `link add ${bridge}-cable type veth peer name ${bridge}-port`,
      `link set ${bridge}-cable master ${bridge} up`,
      `link set ${bridge}-port master ${this.name} up`,
      `link set ${bridge} up`);
  }

  public async unplug(node: string): Promise<void> {
    await ip(`link set ${this.bridge(node)}-cable down`);
  }

  public async plugIn(node: string): Promise<void> {
    await ip(`link set ${this.bridge(node)}-cable up`);
  }

  public async attachPod(node: string): Promise<PodNetwork> {
    const host = ++this.lastHost;
    const namespace = `${this.name}p${host}`;
    const address = this.address(host);
    this.namespaces.add(namespace);
    await ip(`netns add ${namespace}`,
      `link add ${namespace} type veth peer name eth0 netns ${namespace}`,
      `link set ${namespace} master ${this.bridge(node)} up`);
    await run('ip', ['-n', namespace, '-batch', '-'], { input: `addr add ${address}/16 dev eth0\nlink set lo up\nlink set eth0 up\n` });
    return { path: `/run/netns/${namespace}`, address };
  }

  public async detachPod(pod: PodNetwork): Promise<void> {
    const namespace = pod.path.slice('/run/netns/'.length);
    if (!this.namespaces.delete(namespace)) return;
    await ip(`link del ${namespace}`, `netns del ${namespace}`);
  }

  public async close(): Promise<void> {
    for (const namespace of this.namespaces) await ip(`link del ${namespace}`, `netns del ${namespace}`);
    for (const bridge of this.bridges.values()) await ip(`link del ${bridge}-cable`, `link del ${bridge}`);
    await ip(`link del ${this.name}`);
  }

  /** Makes the switch: of several test files that try at the same time, the kernel lets one have the name. */
  private async claimName(): Promise<boolean> {
    try {
      // A bridge takes the lowest address of its ports unless it has one of its own; a change would upset everybody's ARP.
      await ip(`link add ${this.name} address 02:00:00:00:00:${this.index.toString(16)} type bridge`);
      return true;
    } catch (error) {
      if ((error as Error).message.includes('File exists')) return false;
      throw error;
    }
  }

  private address(host: number): string {
    return `10.${64 + this.index}.${Math.floor(host / 256)}.${host % 256}`;
  }

  private bridge(node: string): string {
    const bridge = this.bridges.get(node);
    if (bridge === undefined) throw new Error(`no node ${node} in the network; there are ${[...this.bridges.keys()].join(', ')}`);
    return bridge;
  }
}

async function ip(...commands: string[]): Promise<void> {
  await run('ip', ['-batch', '-'], { input: commands.join('\n') + '\n' });
}
