package main

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	redis "github.com/cdk8s-redis-sentinel-hostpath/cdk8s-redis-sentinel-hostpath-go/cdk8sredissentinelhostpath"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

// ArticleChart is the article's set: three shards on six nodes, three sentinels, under the article's names.
type ArticleChart struct {
	cdk8s.Chart
	Redis redis.RedisSentinelHostPath
}

// NewArticleChart panics if a prop cannot work, as every constructor of cdk8s does.
func NewArticleChart(scope constructs.Construct, id string) ArticleChart {
	chart := cdk8s.NewChart(scope, &id, &cdk8s.ChartProps{Namespace: jsii.String("default-ns")})

	set := redis.NewRedisSentinelHostPath(chart, jsii.String("redis"), &redis.RedisSentinelHostPathProps{
		Name:   jsii.String("defaultapp-redis"),
		Labels: &map[string]*string{"appname": jsii.String("default-app")},
		Sentinel: &redis.SentinelSettings{
			DownAfter:       cdk8s.Duration_Seconds(jsii.Number(30)),
			FailoverTimeout: cdk8s.Duration_Seconds(jsii.Number(180)),
		},
	})

	return ArticleChart{Chart: chart, Redis: set}
}
