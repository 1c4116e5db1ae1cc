/**
 * A pod of a real cluster as it was last seen.
 */
import type { V1Pod } from '@kubernetes/client-node';
import { EXISTING } from './existing';
import { SetPod, Vantage } from '../../scenario-kit/redis/set-cluster';
import { labNode } from '../lab/lab';
import { CLUSTER_DOMAIN } from '../lab/layout';

export class ClusterPod implements SetPod {
  constructor(public seen: V1Pod) {}

  public get name(): string {
    return this.seen.metadata!.name!;
  }

  public get uid(): string {
    return this.seen.metadata!.uid!;
  }

  /** Empty until the scheduler has found one. */
  public get nodeName(): string {
    return this.seen.spec!.nodeName ?? '';
  }

  public get address(): string {
    return this.seen.status?.podIP ?? '';
  }

  public get host(): string {
    const { hostname, subdomain } = this.seen.spec!;
    return `${hostname}.${subdomain}.${this.seen.metadata!.namespace}.svc.${CLUSTER_DOMAIN}`;
  }

  /** The node's own network reaches its pods also while its cable is out. */
  public get vantage(): Vantage {
    if (this.address === '') throw new Error(`${this.name} has no address yet`);
    return { command: EXISTING ? [] : ['nsenter', `--net=${labNode(this.nodeName).networkNamespace}`], host: this.address };
  }

  public get ready(): boolean {
    return this.seen.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  }

  public get deleted(): boolean {
    return this.seen.metadata!.deletionTimestamp !== undefined;
  }

  /** How often its containers have been started anew in place. */
  public get restarts(): number {
    return this.seen.status?.containerStatuses?.reduce((sum, { restartCount }) => sum + restartCount, 0) ?? 0;
  }

  public ownedBy(workload: string): boolean {
    return this.seen.metadata!.ownerReferences?.some(({ kind, name }) =>
      kind === 'ReplicaSet' ? name.slice(0, name.lastIndexOf('-')) === workload : name === workload) ?? false;
  }

  /** On a node that has power, as far as we know. */
  public get alive(): boolean {
    return EXISTING || this.nodeName === '' || labNode(this.nodeName).alive;
  }
}
