from cdk8s import Chart, Duration
from cdk8s_redis_sentinel_hostpath import RedisSentinelHostPath, SentinelSettings
from constructs import Construct


class ArticleChart(Chart):
    """The article's set: three shards on six nodes, three sentinels, under the article's names."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, namespace="default-ns")

        self.redis = RedisSentinelHostPath(
            self,
            "redis",
            name="defaultapp-redis",
            labels={"appname": "default-app"},
            sentinel=SentinelSettings(
                down_after=Duration.seconds(30),
                failover_timeout=Duration.seconds(180),
            ),
        )
