import { assertLabels, assertNamespace, assertShardNames, assertSubdomain, assertWorkloadName } from './rules/names';

/** What a new set's shards are called. */
const SHARDS = ['a', 'b', 'c'];

/**
 * What the names of a set are made of.
 */
export interface SetNamesProps {
  readonly name: string;
  /** The namespace of the set's chart, where it names one. */
  readonly namespace?: string;
  readonly clusterDomain?: string;
  readonly shards?: string[];
  readonly labels?: Record<string, string>;
}

/**
 * The names of a set's objects, hosts and folders. They are a contract: an object or a folder under another name is another one.
 */
export class SetNames {
  public readonly name: string;
  public readonly namespace: string;
  public readonly clusterDomain: string;
  public readonly shards: string[];
  private readonly labels: Record<string, string>;

  constructor(props: SetNamesProps) {
    this.name = props.name;
    this.namespace = props.namespace ?? 'default';
    this.clusterDomain = props.clusterDomain ?? 'cluster.local';
    this.shards = [...props.shards ?? SHARDS];
    this.labels = { ...props.labels };

    assertWorkloadName('name', this.name);
    assertNamespace('namespace of the chart', this.namespace);
    assertSubdomain('clusterDomain', this.clusterDomain);
    assertLabels('labels', this.labels);
    assertShardNames('shards', this.name, this.shards);
    assertWorkloadName('name of the sentinel Deployment', this.sentinels);
    this.shards.forEach(shard => assertSubdomain(`host name of shard "${shard}"`, this.hostNameOf(shard)));
  }

  /**
   * The set among all sets of a Kubernetes cluster.
   */
  public get set(): string {
    return `${this.namespace}/${this.name}`;
  }

  /**
   * The ConfigMap.
   */
  public get config(): string {
    return `${this.name}-config`;
  }

  /**
   * The Secret with the password, unless the user names another one.
   */
  public get secret(): string {
    return `${this.name}-auth`;
  }

  /**
   * The sentinels' Deployment and Service.
   */
  public get sentinels(): string {
    return `${this.name}-sentinel`;
  }

  /**
   * The Service that gives the address of every sentinel.
   */
  public get sentinelsHeadless(): string {
    return `${this.sentinels}-headless`;
  }

  /**
   * A shard's StatefulSet and its Service.
   *
   * @throws if the set has no shard of this name
   */
  public workloadOf(shard: string): string {
    if (!this.shards.includes(shard)) {
      throw new Error(`"${shard}" is no shard of ${this.name}; its shards are ${this.shards.join(', ')}. Add it to the shards of its RedisConfig.`);
    }
    return `${this.name}-${shard}`;
  }

  /**
   * The shards' workloads, which are the values of their pods' label `app`.
   */
  public get shardApps(): string[] {
    return this.shards.map(shard => this.workloadOf(shard));
  }

  /**
   * The host name of a shard's one pod.
   */
  public hostNameOf(shard: string): string {
    const workload = this.workloadOf(shard);
    return this.hostOfPod(`${workload}-0`, workload);
  }

  /**
   * The host name of a pod behind a headless Service.
   */
  public hostOfPod(pod: string, service: string): string {
    return `${pod}.${this.hostOfService(service)}`;
  }

  /**
   * The host name of a Service.
   */
  public hostOfService(service: string): string {
    return `${service}.${this.namespace}.svc.${this.clusterDomain}`;
  }

  /**
   * The folder of a pod, below the storage's path.
   */
  public folderOfPod(pod: string, perNamespace: boolean): string {
    return perNamespace ? `${this.namespace}/${pod}` : pod;
  }

  /**
   * The metadata of an object of this set: the namespace is always named, because host names contain it.
   */
  public metadata(name: string): { name: string; namespace: string; labels: Record<string, string> } {
    return { name, namespace: this.namespace, labels: { ...this.labels, app: name } };
  }
}
