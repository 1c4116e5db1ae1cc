package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	redis "github.com/cdk8s-redis-sentinel-hostpath/cdk8s-redis-sentinel-hostpath-go/cdk8sredissentinelhostpath"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

func TestClientsAskTheSentinelServiceOfTheNamespace(t *testing.T) {
	connection := NewArticleChart(cdk8s.Testing_App(nil), "article").Redis.Connection()

	if got, want := *connection.SentinelHost, "defaultapp-redis-sentinel.default-ns.svc.cluster.local"; got != want {
		t.Errorf("the sentinel host is %s, not %s", got, want)
	}
	if got, want := *connection.Password.Secret.Name(), "defaultapp-redis-auth"; got != want {
		t.Errorf("the Secret is %s, not %s", got, want)
	}
}

func TestMoreSentinelsMustNotAgreeThanThereAre(t *testing.T) {
	defer func() {
		want := "sentinel.quorum is 4; allowed: a whole number from 2 (the majority) to 3 (sentinel.replicas)"
		if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
			t.Errorf("it panics with %q, which does not say %q", got, want)
		}
	}()

	redis.NewRedisSentinelHostPath(cdk8s.Testing_Chart(), jsii.String("redis"), &redis.RedisSentinelHostPathProps{
		Sentinel: &redis.SentinelSettings{Quorum: jsii.Number(4)},
	})
}
