package com.example;

import dev.cdk8s.redis.sentinel.hostpath.RedisSentinelHostPath;
import dev.cdk8s.redis.sentinel.hostpath.SentinelSettings;
import java.util.Map;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;
import org.cdk8s.Duration;
import software.constructs.Construct;

/** The article's set: three shards on six nodes, three sentinels, under the article's names. */
public class ArticleChart extends Chart {
    private final RedisSentinelHostPath redis;

    public ArticleChart(final Construct scope, final String id) {
        super(scope, id, ChartProps.builder().namespace("default-ns").build());

        redis = RedisSentinelHostPath.Builder.create(this, "redis")
                .name("defaultapp-redis")
                .labels(Map.of("appname", "default-app"))
                .sentinel(SentinelSettings.builder()
                        .downAfter(Duration.seconds(30))
                        .failoverTimeout(Duration.seconds(180))
                        .build())
                .build();
    }

    public RedisSentinelHostPath getRedis() {
        return redis;
    }
}
