/**
 * The controller of a Deployment: one replica set per revision of the pod template, whose sizes a rollout shifts step by step.
 *
 * A pod that is being deleted counts as gone: its replacement starts at once. What dies of an old revision in the middle of a rollout
 * comes back in the old revision.
 */
import { randomBytes } from 'crypto';
import type { V1Deployment, V1DeploymentSpec, V1PodTemplateSpec } from '@kubernetes/client-node';
import { Controller } from './controller';
import type { PodIdentity } from './pod';
import { isAvailable, OwnedPod, Plan, podOf, revisionOf, scaled } from './workloads';

const FIXED = ['selector'];

interface ReplicaSet {
  readonly revision: string;
  readonly template: V1PodTemplateSpec;
  replicas: number;
}

export class Deployment extends Controller<V1Deployment> {
  /** Oldest first. */
  private sets: ReplicaSet[] = [];

  constructor(object: V1Deployment) {
    super('Deployment', object);
  }

  /** Comes before a rollout: the revision that is there gets the new size, then it is replaced. */
  public scale(replicas: number): void {
    if (replicas === this.replicas) return;
    const active = this.sets.filter(set => set.replicas > 0);
    if (active.length > 1) throw new Error(`Deployment ${this.name}: scaling in the middle of a rollout is not emulated`);
    for (const set of active) set.replicas = replicas;
    this.replicas = replicas;
  }

  public plan<P extends OwnedPod>(pods: P[], now: number): Plan<P> {
    const living = pods.filter(pod => !pod.deleted);
    const newest = this.newestSet();
    if (this.spec.strategy?.type === 'Recreate') {
      this.recreate(newest, pods);
    } else {
      this.growNewest(newest);
      this.shrinkOld(newest, living, now);
    }
    const plan = { create: this.sets.flatMap(set => this.missing(set, living)), remove: this.sets.flatMap(set => surplus(set, living)) };
    this.sets = this.sets.filter(set => set.replicas > 0 || set === newest);
    return plan;
  }

  private newestSet(): ReplicaSet {
    const { template } = this.spec;
    const revision = revisionOf(template);
    const existing = this.sets.find(set => set.revision === revision);
    if (existing !== undefined) return existing;
    const created = { revision, template, replicas: 0 };
    this.sets.push(created);
    return created;
  }

  /** First all old pods go, to the last process; then the new ones come. */
  private recreate(newest: ReplicaSet, pods: OwnedPod[]): void {
    for (const set of this.sets.filter(candidate => candidate !== newest)) set.replicas = 0;
    if (pods.every(pod => pod.identity.revision === newest.revision)) newest.replicas = this.replicas;
  }

  private growNewest(newest: ReplicaSet): void {
    const room = this.replicas + this.maxSurge - this.totalReplicas;
    newest.replicas += Math.max(0, Math.min(room, this.replicas - newest.replicas));
  }

  /** Old pods that serve nobody may go first; of those that serve, as many as can be spared. */
  private shrinkOld(newest: ReplicaSet, living: OwnedPod[], now: number): void {
    const available = living.filter(pod => isAvailable(pod, this.spec.minReadySeconds ?? 0, now));
    const availableOf = (set: ReplicaSet) => podsOf(set, available).length;
    const minAvailable = this.replicas - this.maxUnavailable;
    const old = this.sets.filter(set => set !== newest);
    const removable = this.totalReplicas - minAvailable - (newest.replicas - availableOf(newest));
    if (removable <= 0) return;
    shrink(old, removable, set => Math.max(0, set.replicas - availableOf(set)));
    shrink(old, available.length - minAvailable, set => set.replicas);
  }

  private missing(set: ReplicaSet, living: OwnedPod[]): PodIdentity[] {
    const count = Math.max(0, set.replicas - podsOf(set, living).length);
    return Array.from({ length: count }, () => podOf(this, `${this.name}-${randomBytes(4).toString('hex').slice(0, 5)}`, set.template));
  }

  private get totalReplicas(): number {
    return this.sets.reduce((total, set) => total + set.replicas, 0);
  }

  private get maxSurge(): number {
    return scaled(this.spec.strategy?.rollingUpdate?.maxSurge ?? '25%', this.replicas, Math.ceil);
  }

  /** Never 0 together with maxSurge: nothing could move. */
  private get maxUnavailable(): number {
    const count = scaled(this.spec.strategy?.rollingUpdate?.maxUnavailable ?? '25%', this.replicas, Math.floor);
    return Math.min(this.replicas, count === 0 && this.maxSurge === 0 ? 1 : count);
  }

  protected notEmulated({ paused }: V1DeploymentSpec): string | undefined {
    return paused ? 'paused' : undefined;
  }

  protected changeable(fields: V1DeploymentSpec): string[] {
    return Object.keys(fields).filter(field => !FIXED.includes(field));
  }
}

function podsOf<P extends OwnedPod>(set: ReplicaSet, pods: P[]): P[] {
  return pods.filter(pod => pod.identity.revision === set.revision);
}

/** Takes away up to `total` replicas, the oldest sets' first, of each no more than `atMost` says. */
function shrink(sets: ReplicaSet[], total: number, atMost: (set: ReplicaSet) => number): void {
  let left = total;
  for (const set of sets) {
    const count = Math.max(0, Math.min(left, atMost(set)));
    set.replicas -= count;
    left -= count;
  }
}

/** Those not ready go first, then those that share their node with most others of the Deployment, then the youngest. */
function surplus<P extends OwnedPod>(set: ReplicaSet, living: P[]): P[] {
  const neighbours = (pod: P) => living.filter(({ nodeName }) => nodeName === pod.nodeName).length;
  const unready = (pod: P) => Number(pod.readySince === undefined);
  const pods = podsOf(set, living);
  const ranked = pods.sort((left, right) => unready(right) - unready(left)
    || neighbours(right) - neighbours(left)
    || (right.readySince ?? 0) - (left.readySince ?? 0));
  return ranked.slice(0, Math.max(0, pods.length - set.replicas));
}
