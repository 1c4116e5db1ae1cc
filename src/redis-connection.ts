import * as kplus from 'cdk8s-plus-28';

/**
 * What a Sentinel-aware client inside the Kubernetes cluster needs in order to connect.
 *
 * A client asks Sentinel for the master of `masterName` and connects to the host name it is told.
 * Sentinel and Redis ask for the same password.
 *
 * @see https://redis.io/docs/latest/develop/reference/sentinel-clients/
 */
export interface RedisConnection {
  /**
   * Host name of the Sentinel Service.
   */
  readonly sentinelHost: string;

  /**
   * Port of the Sentinel Service.
   */
  readonly sentinelPort: number;

  /**
   * The name under which Sentinel knows this set's master.
   */
  readonly masterName: string;

  /**
   * The Secret and the key in it that hold the password of both Redis and Sentinel.
   */
  readonly password: kplus.SecretValue;
}
