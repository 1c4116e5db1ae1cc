import * as kplus from 'cdk8s-plus-28';
import { RecoverySettings } from './recovery-settings';
import { RedisSettings } from './redis-settings';
import { SentinelSettings } from './sentinel-settings';

/**
 * What can be said of a set as a whole: its names, its password, and the settings of its processes.
 */
export interface RedisSetProps {
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
