package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cdk8s.redis.sentinel.hostpath.RedisSentinelHostPath;
import dev.cdk8s.redis.sentinel.hostpath.SentinelSettings;
import org.cdk8s.Testing;
import org.junit.jupiter.api.Test;
import software.amazon.jsii.JsiiException;

class ArticleChartTest {
    @Test
    void clientsAskTheSentinelServiceOfTheNamespace() {
        final RedisSentinelHostPath redis = new ArticleChart(Testing.app(), "article").getRedis();

        assertEquals("defaultapp-redis-sentinel.default-ns.svc.cluster.local", redis.getConnection().getSentinelHost());
        assertEquals("defaultapp-redis-auth", redis.getConnection().getPassword().getSecret().getName());
    }

    @Test
    void moreSentinelsMustNotAgreeThanThereAre() {
        final RedisSentinelHostPath.Builder builder = RedisSentinelHostPath.Builder.create(Testing.chart(), "redis")
                .sentinel(SentinelSettings.builder().quorum(4).build());

        final JsiiException refusal = assertThrows(JsiiException.class, builder::build);

        final String expected = "sentinel.quorum is 4; allowed: a whole number from 2 (the majority) to 3 (sentinel.replicas)";
        assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    }
}
