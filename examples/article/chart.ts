import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { RedisSentinelHostPath } from 'cdk8s-redis-sentinel-hostpath';

/**
 * The article's set: three shards on six nodes, three sentinels, under the article's names.
 */
export class ArticleChart extends Chart {
  public readonly redis: RedisSentinelHostPath;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'default-ns' });

    this.redis = new RedisSentinelHostPath(this, 'redis', {
      name: 'defaultapp-redis',
      labels: { appname: 'default-app' },
      sentinel: { downAfter: Duration.seconds(30), failoverTimeout: Duration.seconds(180) },
    });
  }
}
