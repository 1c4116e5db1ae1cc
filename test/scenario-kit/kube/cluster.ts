/**
 * A tiny Kubernetes: nodes, objects, workloads and their pods, all of them real processes on this machine.
 *
 * It keeps to the rules of Kubernetes that matter to a set of stateful pods. Faults are methods of the node or pod that suffers them.
 */
import { mkdirSync, rmSync } from 'fs';
import { join } from 'path';
import { Client, ClientProps } from './client';
import { describePods } from './describe-pods';
import { Disk } from './disk';
import { Guarded, mayBeEvicted } from './disruption-budget';
import { addressesOf } from './endpoints';
import { Labels } from './labels';
import { isWorkload, KubeObject } from './manifests';
import { NameService } from './name-service';
import { ClusterNetwork } from './network';
import { Node } from './node';
import { ObjectStore } from './objects';
import { pause } from '../pause';
import { Pod, PodIdentity, PodSurroundings } from './pod';
import { chooseNode } from './scheduler';
import { WorkloadStore } from './workload-store';
import { Workload } from './workloads';

const RUN_FOLDER = '/run/failover';

/** How soon controllers see what nobody tells them: that a pod is ready, or a node silent for too long. */
const POLL_MS = 100;

/** What the kubelet leaves to a pod that was deleted by force. */
const FORCED_GRACE_SECONDS = 1;

export interface DeleteOptions {
  /**
   * Whether the pod is given up without asking its node.
   *
   * @default false
   */
  readonly force?: boolean;

  /** @default - the pod's own grace period; 1 by force */
  readonly graceSeconds?: number;
}

export class Cluster {
  /** The name is that of its log folder. */
  public static async create(name: string, domain = 'cluster.local'): Promise<Cluster> {
    if (process.env.FAILOVER_CGROUP === undefined) throw new Error('start the failover tests by: npm run test:failover');
    const cluster = new Cluster(await ClusterNetwork.create(), join(RUN_FOLDER, 'logs', name), domain);
    cluster.nameService = await NameService.listen(cluster.network.gateway, asked => addressesOf(asked, cluster));
    return cluster;
  }

  public readonly objects = new ObjectStore();

  /** How slow the kubelets are: milliseconds from a pod's creation, or its node's return, until its life begins. */
  public startDelay?: (pod: PodIdentity) => number;

  private readonly folder: string;
  private readonly nodes = new Map<string, Node>();
  private readonly workloads = new WorkloadStore();
  private readonly podList = new Set<Pod>();
  private readonly cordoned = new Set<Node>();
  private readonly graces = new Map<Pod, number>();
  private readonly endings = new Map<Pod, Promise<void>>();
  private readonly poll: NodeJS.Timeout;
  private closed = false;
  private trouble = '';
  private nameService?: NameService;
  private created = 0;

  private constructor(private readonly network: ClusterNetwork, public readonly logs: string, public readonly domain: string) {
    this.folder = join(RUN_FOLDER, network.name);
    mkdirSync(logs, { recursive: true });
    this.poll = setInterval(() => this.reconcileUnasked(), POLL_MS);
  }

  public get pods(): Pod[] {
    return [...this.podList];
  }

  /** The name server of every pod and client. */
  public get names(): NameService {
    return this.nameService!;
  }

  public async addNode(name: string, labels: Labels = {}): Promise<Node> {
    await this.network.addNode(name);
    const disk = await Disk.create(join(this.folder, 'disks', name));
    const node = new Node(name, labels, disk, this.network, () => this.reconcile());
    this.nodes.set(name, node);
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

  /** Those of them whose node is alive. */
  public livePodsOf(workload: string): Pod[] {
    return this.podsOf(workload).filter(pod => this.node(pod.nodeName).alive);
  }

  /** Creates the objects or replaces those of the same kind and name; pods follow. */
  public apply(objects: KubeObject[]): void {
    for (const object of objects) {
      if (isWorkload(object)) this.workloads.put(object);
      else this.objects.put(object);
    }
    this.reconcile();
  }

  /** Removes the objects; comes back when the pods of those that are workloads are gone, gracefully. */
  public async delete(objects: KubeObject[]): Promise<void> {
    const doomed = objects.flatMap(object => this.remove(object));
    for (const pod of doomed) pod.deleted = true;
    this.reconcile();
    await Promise.all(doomed.map(async pod => this.gone(pod)));
  }

  /** As an administrator does by hand: lasts until the manifest is applied again. */
  public scale(workload: string, replicas: number): void {
    this.workloads.named(workload).scale(replicas);
    this.reconcile();
  }

  /**
   * Deletes a pod gracefully; its workload replaces it. Comes back when it is gone.
   *
   * On a node that is dead or cut off nobody can end it, so this comes back at once: a Deployment's pod is replaced elsewhere, a StatefulSet's
   * stays until the node is back. By force, its name is free at once, whatever may still run of it.
   */
  public async deletePod(pod: Pod, { force = false, graceSeconds = force ? FORCED_GRACE_SECONDS : undefined }: DeleteOptions = {}): Promise<void> {
    const underWay = this.endings.get(pod);
    pod.deleted = true;
    if (graceSeconds !== undefined) this.graces.set(pod, graceSeconds);
    if (force) this.podList.delete(pod);
    this.reconcile();
    if (graceSeconds !== undefined && underWay !== undefined) await pod.terminate(graceSeconds);
    await this.endings.get(pod);
  }

  /** From now on the node gets no new pods. */
  public cordon(node: Node): void {
    this.cordoned.add(node);
  }

  public uncordon(node: Node): void {
    this.cordoned.delete(node);
    this.reconcile();
  }

  /** Cordons the node and evicts its pods, as soon as their PodDisruptionBudgets allow; comes back when they are gone. */
  public async drain(node: Node): Promise<void> {
    this.cordon(node);
    while (!this.closed && this.podsOn(node).length > 0) {
      for (const pod of this.podsOn(node)) pod.deleted ||= mayBeEvicted(pod, this.guarded(pod.identity.namespace));
      this.reconcile();
      await pause(POLL_MS);
    }
  }

  public async startClient(nodeName: string, props: Pick<ClientProps, 'name' | 'namespace' | 'command' | 'env'>): Promise<Client> {
    const folder = join(this.folder, 'clients', props.name);
    return Client.start(this.node(nodeName), this.network, { ...props, folder, domain: this.domain, log: join(this.logs, `${props.name}.log`) });
  }

  /** Every pod with its events and the end of its logs, for a failure's message. */
  public describe(): string {
    return this.trouble + describePods(this.pods);
  }

  /** Ends everything that it started. */
  public async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.poll);
    await Promise.all([...this.nodes.values()].filter(node => node.alive).map(async node => node.powerOff()));
    await Promise.allSettled(this.endings.values());
    await this.nameService?.close();
    await Promise.all([...this.nodes.values()].map(async node => node.destroy()));
    rmSync(this.folder, { recursive: true, force: true });
    // Last, because it frees the name of this cluster, which is also that of its folder and in the names of its containers.
    await this.network.close();
  }

  /** Gives back the pods that it leaves behind. */
  private remove(object: KubeObject): Pod[] {
    if (isWorkload(object)) return this.ownedBy(this.workloads.remove(object));
    this.objects.remove(object);
    return [];
  }

  private ownedBy({ name, namespace }: Workload): Pod[] {
    return this.pods.filter(({ identity }) => identity.workload === name && identity.namespace === namespace);
  }

  private podsOn(node: Node): Pod[] {
    return this.pods.filter(pod => pod.nodeName === node.name);
  }

  private guarded(namespace: string): Guarded {
    return {
      budgets: this.objects.budgets(namespace),
      pods: this.pods.filter(pod => pod.identity.namespace === namespace),
      workloads: this.workloads.all.filter(workload => workload.namespace === namespace),
    };
  }

  /** What all controllers and kubelets do about the state of things; cheap when there is nothing to do. */
  private reconcile(): void {
    if (this.closed) return;
    for (const workload of this.workloads.all) {
      const { create, remove } = workload.plan(this.ownedBy(workload), Date.now());
      for (const pod of remove) pod.deleted = true;
      for (const identity of create) this.schedule(identity);
    }
    for (const node of this.nodes.values()) if (node.reachable) this.endDeletedPods(node);
  }

  /** Whoever changes something is told of an error by an exception; here nobody would catch it. */
  private reconcileUnasked(): void {
    try {
      this.trouble = '';
      this.reconcile();
    } catch (error) {
      this.trouble = `the controllers are stuck: ${(error as Error).message}\n`;
    }
  }

  private endDeletedPods(node: Node): void {
    for (const pod of node.pods.filter(candidate => candidate.deleted && !this.endings.has(candidate))) {
      const ending = this.end(pod, node);
      this.endings.set(pod, ending);
      // Whoever waits for the end is told of an error, too; but often nobody does.
      ending.catch(error => pod.event(`cannot be ended: ${(error as Error).message}`));
    }
  }

  private async end(pod: Pod, node: Node): Promise<void> {
    await (pod.phase === 'NodeLost' ? undefined : pod.terminate(this.graces.get(pod)));
    this.endings.delete(pod);
    // When the node has died or was cut off meanwhile, nobody tells the control plane before it is back.
    if (!node.reachable) return;
    node.forget(pod);
    this.podList.delete(pod);
    this.reconcile();
  }

  private async gone(pod: Pod): Promise<void> {
    await this.endings.get(pod);
    while (!this.closed && this.podList.has(pod)) await pause(POLL_MS);
  }

  private schedule(identity: PodIdentity): void {
    const nodes = [...this.nodes.values()].filter(node => node.reachable && !this.cordoned.has(node));
    const candidates = nodes.map(node => ({ labels: node.labels, pods: this.podsOn(node).map(pod => pod.identity) }));
    const index = chooseNode(identity.spec, identity.workload, candidates);
    // Stays Pending in Kubernetes; here it is tried again whenever the controllers look.
    if (index === undefined) return;
    const node = nodes[index];
    const pod = new Pod(identity, this.surroundings(node, `${this.network.name}-${++this.created}-${identity.name}`));
    this.podList.add(pod);
    node.start(pod);
  }

  private surroundings(node: Node, uid: string): PodSurroundings {
    const { network, objects, logs, domain } = this;
    return {
      nodeName: node.name,
      disk: node.disk,
      folder: join(this.folder, 'pods', uid),
      uid,
      network,
      objects,
      logs,
      domain,
      nodeReady: () => node.ready,
      startDelay: pod => this.startDelay?.(pod) ?? 0,
    };
  }
}
