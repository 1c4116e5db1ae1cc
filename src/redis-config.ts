import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { claimName } from './private/claims';
import { configFiles } from './private/files/config-files';
import { assertSecretKey, assertSubdomain } from './private/rules/names';
import { sentinelWarnings } from './private/rules/sentinel-rules';
import { ResolvedSettings, resolveSettings } from './private/rules/settings';
import { SetNames } from './private/set-names';
import { RedisSetProps } from './redis-set-props';

/**
 * Props of `RedisConfig`.
 */
export interface RedisConfigProps extends RedisSetProps {
  /**
   * The names of the shards, two or more. The first one is the master of a new set.
   *
   * @default ['a', 'b', 'c']
   */
  readonly shards?: string[];
}

/**
 * The configuration that all pods of a set share: a ConfigMap with the configuration files and the scripts,
 * and the reference to the Secret with the password.
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
  public readonly _names: SetNames;

  /** @internal */
  public readonly _settings: ResolvedSettings;

  /**
   * @throws if a prop cannot work; the message names the prop, its value and what is allowed
   */
  constructor(scope: Construct, id: string, props: RedisConfigProps = {}) {
    super(scope, id);

    const { labels, clusterDomain, shards } = props;
    const names = new SetNames({ name: props.name ?? id, namespace: Chart.of(this).namespace, labels, clusterDomain, shards });
    const settings = resolveSettings(props, names.shards.length);
    this.name = names.name;
    this.namespace = names.namespace;
    this.clusterDomain = names.clusterDomain;
    this.shards = [...names.shards];
    this.redisPort = settings.redis.port;
    this.sentinelPort = settings.sentinel.port;
    this.masterName = settings.sentinel.masterName;
    this._names = names;
    this._settings = settings;
    sentinelWarnings(settings.sentinel).forEach(message => warn(this, message));

    this.password = props.password ?? { secret: kplus.Secret.fromSecretName(this, 'Password', names.secret), key: 'password' };
    assertSubdomain('name of the password Secret', this.password.secret.name);
    assertSecretKey('key of the password Secret', this.password.key);

    this.configMap = new kplus.ConfigMap(this, 'ConfigMap', { metadata: names.metadata(names.config), data: configFiles(names, settings) });
    claimName(this, 'ConfigMap', this.namespace, names.config);
  }

  /**
   * The host name of a shard's pod: stable, whichever node and address the pod has.
   *
   * @param shard the shard's name, for example `a`
   * @throws if the set has no shard of this name
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
   */
  public hostNameOf(shard: string): string {
    return this._names.hostNameOf(shard);
  }
}

/**
 * Tells the user of something that works but should not stay: on standard error, and in the construct's metadata,
 * where tests and tools can read it. cdk8s has no annotations of its own.
 */
function warn(scope: Construct, message: string): void {
  scope.node.addMetadata('warning', message);
  process.stderr.write(`[warning at ${scope.node.path}] ${message}\n`);
}
