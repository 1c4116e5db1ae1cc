import * as kplus from 'cdk8s-plus-28';

/**
 * The container image that provides `redis-server`, `redis-sentinel`, `redis-cli` and a POSIX `sh`.
 *
 * @see https://kubernetes.io/docs/concepts/containers/images/
 */
export interface RedisImage {
  /**
   * Image reference: registry, repository and tag or digest.
   *
   * Redis older than 7.0.6 does not fail over while the dead master's name does not resolve. Where the repository is called `redis` and the tag
   * is a version, such a one is refused.
   *
   * @default 'redis:7.2.5-alpine3.20'
   */
  readonly name?: string;

  /**
   * When the kubelet pulls the image.
   *
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly pullPolicy?: kplus.ImagePullPolicy;

  /**
   * Secrets with the credentials of a private registry.
   *
   * @default - the image is pulled without credentials
   */
  readonly pullSecrets?: kplus.ISecret[];
}

/**
 * What runs the image.
 */
export interface RedisImageOptions {
  /**
   * The container image of both Redis and Sentinel.
   *
   * @default - see `RedisImage`
   */
  readonly image?: RedisImage;
}
