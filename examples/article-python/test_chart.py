import unittest

from cdk8s import Testing
from cdk8s_redis_sentinel_hostpath import RedisSentinelHostPath, SentinelSettings

from chart import ArticleChart


class ArticleChartTest(unittest.TestCase):
    def test_clients_ask_the_sentinel_service_of_the_namespace(self):
        redis = ArticleChart(Testing.app(), "article").redis

        self.assertEqual(redis.connection.sentinel_host, "defaultapp-redis-sentinel.default-ns.svc.cluster.local")
        self.assertEqual(redis.connection.password.secret.name, "defaultapp-redis-auth")

    def test_more_sentinels_must_not_agree_than_there_are(self):
        with self.assertRaisesRegex(RuntimeError, r"sentinel\.quorum is 4; allowed: a whole number from 2 .* to 3 "):
            RedisSentinelHostPath(Testing.chart(), "redis", sentinel=SentinelSettings(quorum=4))


if __name__ == "__main__":
    unittest.main()
