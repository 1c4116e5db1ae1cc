/**
 * A pod as its node's kubelet runs it: volumes, network, init containers, containers; its graceful end and its sudden one.
 */
import { appendFileSync, mkdirSync, rmSync } from 'fs';
import { join } from 'path';
import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { EnvironmentSources } from './environment';
import { rootFsOf } from './images';
import { Labels } from './labels';
import { ClusterNetwork, PodNetwork } from './network';
import { ObjectStore } from './objects';
import { OciContainer } from './oci-container';
import { OciContext, ociSpec } from './oci-spec';
import { pause } from '../pause';
import { ContainerHost, PodContainer } from './pod-container';
import { hostOf, writePodFiles } from './pod-files';
import { prepareVolumes } from './volumes';

export interface PodIdentity {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly spec: V1PodSpec;

  /** The StatefulSet or Deployment that it belongs to. */
  readonly workload: string;

  /** Of the pod template that it was made from. */
  readonly revision: string;

  /** The headless Service that gives it a name of its own. */
  readonly subdomain?: string;
}

/** What a pod finds on the node where it runs. */
export interface PodSurroundings {
  readonly nodeName: string;
  readonly disk: string;

  /** An own folder for everything but logs and the node's disk. */
  readonly folder: string;

  readonly logs: string;

  /** Unlike the name, never used again. */
  readonly uid: string;

  readonly network: ClusterNetwork;
  readonly objects: ObjectStore;
  readonly domain: string;

  /** What the control plane thinks of its node. */
  nodeReady(): boolean;

  /** Milliseconds until its kubelet does anything about it. */
  startDelay(pod: PodIdentity): number;
}

type SharedByContainers = Pick<OciContext, 'networkNamespace' | 'volumes' | 'files'>;

const SETUP_RETRY_MS = 500;
const DEFAULT_GRACE_SECONDS = 30;

export class Pod {
  public phase: 'Pending' | 'Running' | 'Terminating' | 'NodeLost' = 'Pending';

  /** The last one that it had: it stays registered while its node is dead. Empty before the first one. */
  public address = '';

  /** Set by whoever deletes it; it may still be there for a while. */
  public deleted = false;

  public readonly events: string[] = [];
  public containers: PodContainer[] = [];
  private network?: PodNetwork;
  private life = new AbortController();
  private lived: Promise<void> = Promise.resolve();
  private initialised = false;
  private lastReportedReady?: number;

  constructor(public readonly identity: PodIdentity, private readonly surroundings: PodSurroundings) {}

  public get name(): string { return this.identity.name; }
  public get nodeName(): string { return this.surroundings.nodeName; }

  /** Runs, is not on its way out, and every container is ready. */
  public get ready(): boolean {
    return this.phase === 'Running' && this.containers.every(container => container.ready);
  }

  /** Since when (a Date.now() time) it is ready, as the control plane knows: for a while that believes what a node has last said. */
  public get readySince(): number | undefined {
    if (!this.surroundings.nodeReady()) return undefined;
    return this.phase === 'NodeLost' ? this.lastReportedReady : this.containersReadySince();
  }

  /** Its full host name. */
  public get host(): string {
    return hostOf(this.identity, this.surroundings.domain);
  }

  /** From where a program of this machine reaches its processes, whatever happens to the network: what the program is put behind, and whom it asks. */
  public get vantage(): { command: string[]; host: string } {
    return { command: ['nsenter', `--net=${this.networkNamespace}`], host: '127.0.0.1' };
  }

  /** The path of its network namespace. */
  public get networkNamespace(): string {
    if (this.network === undefined) throw new Error(`pod ${this.name} has no network: it is ${this.phase}`);
    return this.network.path;
  }

  public logFile(container: string): string {
    return join(this.surroundings.logs, this.name, `${container}.log`);
  }

  public container(name: string): PodContainer {
    const container = this.containers.find(candidate => candidate.name === name);
    if (container === undefined) throw new Error(`pod ${this.name} has no running container ${name}`);
    return container;
  }

  /** Begins its life, or a new one after its node was dead; what happens then shows in phase and events. One that is deleted stays dead. */
  public start(): void {
    if (this.deleted) return;
    this.life = new AbortController();
    this.initialised = false;
    this.phase = 'Pending';
    this.lived = this.live(this.life.signal).catch(error => this.event((error as Error).message));
  }

  /** Asks politely, then kills after the grace period; comes back when nothing is left of it. Called again, it may only shorten that period. */
  public async terminate(graceSeconds = this.graceSeconds): Promise<void> {
    this.phase = 'Terminating';
    this.life.abort();
    await Promise.all(this.containers.map(async container => container.stop(graceSeconds)));
    await this.end();
  }

  /** What a power cut does to it. */
  public async kill(): Promise<void> {
    this.lastReportedReady = this.readySince;
    this.phase = 'NodeLost';
    this.life.abort();
    for (const container of this.containers) container.lose();
    await this.end();
  }

  public event(text: string): void {
    const repeated = this.events.at(-1)?.endsWith(`  ${text}`);
    if (!repeated) this.events.push(`${new Date().toISOString()}  ${text}`);
  }

  private get graceSeconds(): number {
    return this.identity.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  }

  private containersReadySince(): number | undefined {
    const times = this.containers.map(container => container.readySince ?? Infinity);
    const since = Math.max(...times);
    return this.initialised && since < Infinity ? since : undefined;
  }

  private async live(signal: AbortSignal): Promise<void> {
    await pause(this.surroundings.startDelay(this.identity), signal);
    const volumes = await this.setUp(signal);
    if (volumes === undefined || signal.aborted) return;
    const host = this.containerHost(volumes);
    for (const spec of this.identity.spec.initContainers ?? []) {
      const container = new PodContainer(spec, host);
      this.containers = [container];
      await container.complete(signal);
    }
    if (signal.aborted) return;
    this.containers = this.identity.spec.containers.map(spec => new PodContainer(spec, host));
    this.initialised = true;
    this.phase = 'Running';
    await Promise.all(this.containers.map(async container => container.keepRunning(signal)));
  }

  /** Tries until everything that the pod needs is there, as the kubelet does. */
  private async setUp(signal: AbortSignal): Promise<Map<string, string> | undefined> {
    while (!signal.aborted) {
      try {
        const { folder, disk } = this.surroundings;
        const volumes = prepareVolumes(this.identity.spec, { folder: join(folder, 'volumes'), disk }, this.sources());
        this.network = await this.surroundings.network.attachPod(this.nodeName);
        this.address = this.network.address;
        return volumes;
      } catch (error) {
        this.event((error as Error).message);
        await pause(SETUP_RETRY_MS, signal);
      }
    }
    return undefined;
  }

  private containerHost(volumes: Map<string, string>): ContainerHost {
    const { path: networkNamespace, address } = this.network!;
    const { folder, network, domain } = this.surroundings;
    const files = writePodFiles(folder, this.identity, { address, nameServer: network.gateway, domain });
    return {
      networkNamespace,
      address,
      graceSeconds: this.graceSeconds,
      event: text => this.event(text),
      start: async (container, run) => this.startContainer(container, run, { networkNamespace, volumes, files }),
    };
  }

  private async startContainer(container: V1Container, run: number, shared: SharedByContainers): Promise<OciContainer> {
    const { spec, name } = this.identity;
    const { folder, uid } = this.surroundings;
    const id = `${uid}-${container.name}-${run}`;
    const bundle = join(folder, id);
    const log = this.logFile(container.name);
    mkdirSync(join(log, '..'), { recursive: true });
    appendFileSync(log, `--- ${new Date().toISOString()} start ${run} of ${container.name} on ${this.nodeName} as ${this.address}\n`);
    const cgroup = `/${process.env.FAILOVER_CGROUP}/${id}`;
    const context = { ...shared, rootFs: OciContainer.rootOf(bundle), hostname: name, cgroup, sources: this.sources() };
    return OciContainer.start(id, ociSpec(container, spec, context), { bundle, image: rootFsOf(container.image), log });
  }

  private sources(): EnvironmentSources {
    const { name: podName, namespace } = this.identity;
    const { nodeName, objects } = this.surroundings;
    return {
      podName,
      namespace,
      nodeName,
      podIP: this.address,
      secret: name => objects.secret(namespace, name),
      configMap: name => objects.configMap(namespace, name),
    };
  }

  private async end(): Promise<void> {
    await this.lived;
    this.containers = [];
    if (this.network !== undefined) await this.surroundings.network.detachPod(this.network);
    this.network = undefined;
    rmSync(this.surroundings.folder, { recursive: true, force: true });
  }
}
