/**
 * A worker node: a disk, a network cable, and the pods and clients that run on it.
 */
import { mkdirSync } from 'fs';
import { join } from 'path';
import { Disk } from './disk';
import { Labels } from './labels';
import { ClusterNetwork } from './network';
import { Pod } from './pod';

/** Whatever else dies with the node. */
export interface NodeProcess {
  kill(): Promise<void>;
}

/** The control plane calls a node NotReady when it has been silent for this long (node-monitor-grace-period). */
const MONITOR_GRACE_MS = 40_000;

export class Node {
  public alive = true;
  public readonly processes = new Set<NodeProcess>();
  private readonly podsHere = new Set<Pod>();
  private silentSince = Infinity;

  constructor(
    public readonly name: string,
    public readonly labels: Labels,
    private readonly storage: Disk,
    private readonly network: ClusterNetwork,
    private readonly onPowerOn: () => void,
  ) {}

  /** What the control plane thinks of it: a dead node counts as ready for another 40 s. */
  public get ready(): boolean {
    return Date.now() - this.silentSince < MONITOR_GRACE_MS;
  }

  /** Whether it and the control plane hear each other. */
  public get reachable(): boolean {
    return this.silentSince === Infinity;
  }

  /** The folder that stands for the root of the node's disk. */
  public get disk(): string {
    return this.storage.path;
  }

  public get pods(): Pod[] {
    return [...this.podsHere];
  }

  /** Makes a folder on the node's disk, root's, as an administrator would. */
  public makeFolder(path: string): void {
    mkdirSync(join(this.disk, path), { recursive: true, mode: 0o755 });
  }

  /** Gives the disk a size, at any time; throws when more is on it. */
  public async limitDisk(mebibytes: number): Promise<void> {
    await this.storage.limit(mebibytes);
  }

  /** Leaves no space on the disk. Of what is deleted then, as much can be written again. */
  public async fillDisk(): Promise<void> {
    await this.storage.fill();
  }

  public async freeDisk(): Promise<void> {
    await this.storage.free();
  }

  /** Throws while a process has a file on the disk open for writing: the kernel does not take that away from it. Such a disk can be filled. */
  public async makeDiskReadOnly(): Promise<void> {
    await this.storage.makeReadOnly();
  }

  public async makeDiskWritable(): Promise<void> {
    await this.storage.makeWritable();
  }

  /** Deletes everything in a folder of the disk; the folder itself stays. A container that has a folder below it mounted cannot be probed any more. */
  public wipe(path: string): void {
    this.storage.wipe(path);
  }

  public start(pod: Pod): void {
    this.podsHere.add(pod);
    pod.start();
  }

  public forget(pod: Pod): void {
    this.podsHere.delete(pod);
  }

  /** Pulls the network cable. What runs on the node goes on and still reaches its neighbours on the same node. */
  public async unplug(): Promise<void> {
    await this.network.unplug(this.name);
    this.silentSince = Math.min(this.silentSince, Date.now());
  }

  public async plugIn(): Promise<void> {
    await this.network.plugIn(this.name);
    this.silentSince = Infinity;
  }

  /** The cable goes first: nobody must be told by a closed connection that the node is dead. */
  public async powerOff(): Promise<void> {
    this.alive = false;
    await this.unplug();
    await Promise.all([...this.podsHere, ...this.processes].map(async process => process.kill()));
    this.processes.clear();
  }

  /** The pods that still belong to it start again, with new addresses and empty emptyDirs; its disk is as it was. */
  public async powerOn(): Promise<void> {
    this.alive = true;
    await this.plugIn();
    for (const pod of this.podsHere) pod.start();
    this.onPowerOn();
  }

  /** To be called when nothing of it runs any more. */
  public async destroy(): Promise<void> {
    await this.storage.destroy();
  }
}
