import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { claimName } from './private/claims';
import { renderRedisConf, renderSentinelConf, ResolvedRedisSettings, ResolvedSentinelSettings } from './private/conf';
import { assertLabels, assertNamespace, assertSecretKey, assertSubdomain, assertWorkloadName } from './private/names';
import { resolveRecoverySettings, ResolvedRecoverySettings } from './private/recovery-rules';
import { resolveRedisSettings } from './private/redis-rules';
import { PATHS, RUNTIME_FILES } from './private/runtime-files';
import { resolveSentinelSettings, sentinelWarnings } from './private/sentinel-rules';
import { renderSetEnv } from './private/set-env';
import { assertShardNames } from './private/shard-rules';
import { warn } from './private/warn';
import { RecoverySettings } from './recovery-settings';
import { RedisSettings } from './redis-settings';
import { SentinelSettings } from './sentinel-settings';

/**
 * Props of `RedisConfig`.
 */
export interface RedisConfigProps {
  /**
   * What the names of the set's Kubernetes objects begin with. Renaming it later orphans the data.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Labels for every object of the set. Pods bear none but `app`, which the selectors match.
   *
   * @default - none
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
   */
  readonly labels?: Record<string, string>;

  /**
   * The names of the shards, two or more. The first one is the master of a new set.
   *
   * @default ['a', 'b', 'c']
   */
  readonly shards?: string[];

  /**
   * The Secret and the key in it that hold the password. It is referenced, never rendered.
   *
   * @default - key `password` of the Secret `<name>-auth`, which you create
   * @see https://kubernetes.io/docs/concepts/configuration/secret/
   */
  readonly password?: kplus.SecretValue;

  /**
   * The DNS domain of the Kubernetes cluster.
   *
   * @default 'cluster.local'
   * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
   */
  readonly clusterDomain?: string;

  /**
   * The settings that every redis-server shares.
   *
   * @default - see `RedisSettings`
   */
  readonly redis?: RedisSettings;

  /**
   * How the sentinels watch the set.
   *
   * @default - see `SentinelSettings`
   */
  readonly sentinel?: SentinelSettings;

  /**
   * How the set finds together again after a restart.
   *
   * @default - see `RecoverySettings`
   */
  readonly recovery?: RecoverySettings;
}

/**
 * The configuration that all pods of a set share: a ConfigMap with the configuration files and the scripts,
 * and the reference to the Secret with the password.
 *
 * It is also the one place that knows the set's names.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 */
export class RedisConfig extends Construct {
  /**
   * What the names of the set's Kubernetes objects begin with.
   */
  public readonly name: string;

  /**
   * The namespace of every object of the set: the chart's, or `default`.
   */
  public readonly namespace: string;

  /**
   * The DNS domain of the Kubernetes cluster.
   */
  public readonly clusterDomain: string;

  /**
   * The ConfigMap.
   */
  public readonly configMap: kplus.ConfigMap;

  /**
   * The Secret and the key in it that hold the password.
   */
  public readonly password: kplus.SecretValue;

  /**
   * The names of the shards. The first one is the master of a new set.
   */
  public readonly shards: string[];

  /**
   * Port that Redis listens on.
   */
  public readonly redisPort: number;

  /**
   * Port that Sentinel listens on.
   */
  public readonly sentinelPort: number;

  /**
   * The name under which clients ask Sentinel for the master.
   */
  public readonly masterName: string;

  /** @internal */
  public readonly _labels: Record<string, string>;

  /** @internal */
  public readonly _redis: ResolvedRedisSettings;

  /** @internal */
  public readonly _sentinel: ResolvedSentinelSettings;

  /** @internal */
  public readonly _recovery: ResolvedRecoverySettings;

  /**
   * @throws if a prop cannot work; the message names the prop, its value and what is allowed
   */
  constructor(scope: Construct, id: string, props: RedisConfigProps = {}) {
    super(scope, id);

    this.name = props.name ?? id;
    this.namespace = Chart.of(this).namespace ?? 'default';
    this.clusterDomain = props.clusterDomain ?? 'cluster.local';
    this.shards = [...props.shards ?? ['a', 'b', 'c']];
    this._labels = { ...props.labels };
    this.password = props.password ?? {
      secret: kplus.Secret.fromSecretName(this, 'Password', `${this.name}-auth`),
      key: 'password',
    };
    this.assertNames();

    this._redis = resolveRedisSettings(props.redis ?? {}, this.shards.length);
    this._sentinel = resolveSentinelSettings(props.sentinel ?? {}, this._redis.port);
    this._recovery = resolveRecoverySettings(props.recovery ?? {}, this._redis.appendOnly);
    this.redisPort = this._redis.port;
    this.sentinelPort = this._sentinel.port;
    this.masterName = this._sentinel.masterName;
    sentinelWarnings(this._sentinel).forEach(message => warn(this, message));

    this.configMap = new kplus.ConfigMap(this, 'ConfigMap', {
      metadata: this._metadata(`${this.name}-config`),
      data: {
        'redis.conf': renderRedisConf(this._redis, PATHS.data),
        'sentinel.conf': renderSentinelConf(this._sentinel),
        'set.env': renderSetEnv(this),
        ...RUNTIME_FILES,
      },
    });
    claimName(this, 'ConfigMap', this.namespace, this.configMap.name);
  }

  /**
   * The host name of a shard's pod: stable, whichever node and address the pod has.
   *
   * @param shard the shard's name, for example `a`
   * @throws if the set has no shard of this name
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
   */
  public hostNameOf(shard: string): string {
    const workload = this._workloadNameOf(shard);
    return `${workload}-0.${workload}.${this._serviceDomain}`;
  }

  /**
   * The name of a shard's StatefulSet and of its Service.
   *
   * @internal
   */
  public _workloadNameOf(shard: string): string {
    if (!this.shards.includes(shard)) {
      throw new Error(`"${shard}" is no shard of ${this.name}; its shards are ${this.shards.join(', ')}. Add it to the shards of its RedisConfig.`);
    }
    return `${this.name}-${shard}`;
  }

  /**
   * The names of the shards' workloads, which are the values of their pods' label `app`.
   *
   * @internal
   */
  public get _shardApps(): string[] {
    return this.shards.map(shard => this._workloadNameOf(shard));
  }

  /**
   * The name of the sentinels' Deployment and Service.
   *
   * @internal
   */
  public get _sentinelName(): string {
    return `${this.name}-sentinel`;
  }

  /**
   * The name of the Service that gives the address of every sentinel.
   *
   * @internal
   */
  public get _sentinelHeadlessName(): string {
    return `${this._sentinelName}-headless`;
  }

  /**
   * What follows a Service's name in its host name.
   *
   * @internal
   */
  public get _serviceDomain(): string {
    return `${this.namespace}.svc.${this.clusterDomain}`;
  }

  /**
   * The metadata of an object of this set: the namespace is always named, because host names contain it.
   *
   * @internal
   */
  public _metadata(name: string): { name: string; namespace: string; labels: Record<string, string> } {
    return { name, namespace: this.namespace, labels: { ...this._labels, app: name } };
  }

  private assertNames(): void {
    assertWorkloadName('name', this.name);
    assertNamespace('namespace of the chart', this.namespace);
    assertSubdomain('clusterDomain', this.clusterDomain);
    assertLabels('labels', this._labels);
    assertSubdomain('name of the password Secret', this.password.secret.name);
    assertSecretKey('key of the password Secret', this.password.key);
    assertShardNames('shards', this.name, this.shards);
    assertWorkloadName('name of the sentinel Deployment', this._sentinelName);
    this.shards.forEach(shard => assertSubdomain(`host name of shard "${shard}"`, this.hostNameOf(shard)));
  }
}
