import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { RedisSentinelHostPath } from 'cdk8s-redis-sentinel-hostpath';

/**
 * The smallest set: no props at all.
 */
export class MinimalChart extends Chart {
  public readonly redis: RedisSentinelHostPath;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    this.redis = new RedisSentinelHostPath(this, 'redis');
  }
}
