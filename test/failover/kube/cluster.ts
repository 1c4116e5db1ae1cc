/**
 * A tiny Kubernetes: nodes, objects, workloads and their pods, all of them real processes on this machine.
 *
 * It keeps to the rules of Kubernetes that matter to a set of stateful pods. Faults are methods of the node or pod that suffers them.
 */
import { mkdirSync, rmSync } from 'fs';
import { join } from 'path';
import { Client, ClientProps } from './client';
import { describePods } from './describe-pods';
import { addressesOf } from './endpoints';
import { Labels } from './labels';
import { KubeObject } from './manifests';
import { NameService } from './name-service';
import { ClusterNetwork } from './network';
import { Node } from './node';
import { ObjectStore } from './objects';
import { Pod, PodIdentity } from './pod';
import { buildImage } from './root-fs';
import { chooseNode } from './scheduler';
import { deployment, statefulSet, Workload } from './workloads';

const RUN_FOLDER = '/run/failover';

export class Cluster {
  /** The name is that of its log folder. */
  public static async create(name: string, domain = 'cluster.local'): Promise<Cluster> {
    if (process.env.FAILOVER_CGROUP === undefined) throw new Error('start the failover tests by: npm run test:failover');
    await buildImage();
    const cluster = new Cluster(await ClusterNetwork.create(), join(RUN_FOLDER, 'logs', name), domain);
    cluster.nameService = await NameService.listen(cluster.network.gateway, asked => addressesOf(asked, cluster));
    return cluster;
  }

  public readonly objects = new ObjectStore();
  private readonly folder: string;
  private readonly nodes = new Map<string, Node>();
  private readonly workloads: Workload[] = [];
  private readonly podList = new Set<Pod>();
  private nameService?: NameService;
  private created = 0;

  private constructor(private readonly network: ClusterNetwork, private readonly logs: string, public readonly domain: string) {
    this.folder = join(RUN_FOLDER, network.name);
    mkdirSync(logs, { recursive: true });
  }

  public get pods(): Pod[] {
    return [...this.podList];
  }

  public async addNode(name: string, labels: Labels = {}): Promise<Node> {
    await this.network.addNode(name);
    const node = new Node(name, labels, join(this.folder, 'disks', name), this.network, () => this.reconcile());
    this.nodes.set(name, node);
    mkdirSync(node.disk, { recursive: true });
    return node;
  }

  public node(name: string): Node {
    const node = this.nodes.get(name);
    if (node === undefined) throw new Error(`no node ${name}; there are ${[...this.nodes.keys()].join(', ')}`);
    return node;
  }

  /** Ask for it anew after it was deleted: a re-created pod is another object. */
  public pod(name: string): Pod {
    const pod = this.pods.find(candidate => candidate.name === name);
    if (pod === undefined) throw new Error(`no pod ${name}; there are ${this.pods.map(candidate => candidate.name).join(', ')}`);
    return pod;
  }

  public podsOf(workload: string): Pod[] {
    return this.pods.filter(pod => pod.identity.workload === workload && !pod.deleted);
  }

  /** Creates the objects; pods follow. */
  public apply(objects: KubeObject[]): void {
    for (const object of objects) {
      const { name, namespace = 'default' } = object.metadata!;
      switch (object.kind) {
        case 'ConfigMap': this.objects.putConfigMap(namespace, name!, object.data ?? {}); break;
        case 'Service': this.objects.putService(namespace, name!, object); break;
        case 'StatefulSet': this.workloads.push(statefulSet(object)); break;
        case 'Deployment': this.workloads.push(deployment(object)); break;
      }
    }
    this.reconcile();
  }

  /**
   * Deletes a pod gracefully; its workload replaces it. Comes back when it is gone.
   *
   * On a dead node nobody can end it: a Deployment's pod is replaced elsewhere, a StatefulSet's stays for good unless deleted by force.
   */
  public async deletePod(pod: Pod, { force = false } = {}): Promise<void> {
    pod.deleted = true;
    const onDeadNode = !this.node(pod.nodeName).alive;
    this.reconcile();
    if (onDeadNode && !force) return;
    if (!onDeadNode) await pod.terminate(force ? 0 : undefined);
    this.node(pod.nodeName).forget(pod);
    this.podList.delete(pod);
    this.reconcile();
  }

  public async startClient(nodeName: string, props: Pick<ClientProps, 'name' | 'namespace' | 'command' | 'env'>): Promise<Client> {
    const folder = join(this.folder, 'clients', props.name);
    return Client.start(this.node(nodeName), this.network, { ...props, folder, domain: this.domain, log: join(this.logs, `${props.name}.log`) });
  }

  /** Every pod with its events and the end of its logs, for a failure's message. */
  public describe(): string {
    return describePods(this.pods);
  }

  /** Ends everything that it started. */
  public async close(): Promise<void> {
    this.workloads.length = 0;
    await Promise.all([...this.nodes.values()].filter(node => node.alive).map(async node => node.powerOff()));
    await this.nameService?.close();
    await this.network.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Creates the pods that workloads miss, as far as a live node fits them. */
  private reconcile(): void {
    for (const workload of this.workloads) {
      const existing = this.pods.filter(pod => pod.identity.workload === workload.name && pod.identity.namespace === workload.namespace);
      for (const identity of workload.missing(existing)) this.schedule(identity);
    }
  }

  private schedule(identity: PodIdentity): void {
    const nodes = [...this.nodes.values()].filter(node => node.alive && node.ready);
    const index = chooseNode(identity.spec, identity.workload, nodes.map(({ labels, pods }) => ({ labels, pods: pods.map(pod => pod.identity) })));
    // Stays Pending in Kubernetes; here it is tried again when a node comes back.
    if (index === undefined) return;
    const { name: nodeName, disk } = nodes[index];
    const uid = `${this.network.name}-${++this.created}-${identity.name}`;
    const { network, objects, logs, domain } = this;
    const pod = new Pod(identity, { nodeName, disk, uid, folder: join(this.folder, 'pods', uid), network, objects, logs, domain });
    this.podList.add(pod);
    nodes[index].start(pod);
  }
}
