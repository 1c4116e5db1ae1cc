/**
 * The article's set of manifests, described in our own words: what a reader of the article expects to find again.
 * Left out is what the library renders otherwise on purpose and a test of its own covers: the text of `run.sh`.
 */
import { Manifest } from '../support';

const NAMESPACE = 'default-ns';
const INITIAL_MASTER = 'defaultapp-redis-a-0.defaultapp-redis-a.default-ns.svc.cluster.local';
const IMAGE = 'redis:7.2.5-alpine3.20';

export function articleManifests(): Manifest[] {
  return [config(), ...['a', 'b', 'c'].flatMap(shard => [shardStatefulSet(shard), shardService(shard)]), sentinelDeployment(), sentinelService()];
}

function metadata(name: string): Manifest {
  return { name, namespace: NAMESPACE, labels: { appname: 'default-app', app: name } };
}

function config(): Manifest {
  const shared = ['maxmemory 256mb', 'requirepass PASSWORD', 'save 3600 1 300 10 60 100', 'dir /data/redis', 'masterauth PASSWORD'];
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata('defaultapp-redis-config'),
    data: {
      'redis-master.conf': shared,
      'redis.conf': [...shared, `replicaof ${INITIAL_MASTER} 6379`],
      'sentinel.conf': [
        `sentinel monitor mymaster ${INITIAL_MASTER} 6379 2`,
        'sentinel auth-pass mymaster PASSWORD',
        'sentinel down-after-milliseconds mymaster 30000',
        'sentinel parallel-syncs mymaster 1',
        'sentinel failover-timeout mymaster 180000',
        'SENTINEL resolve-hostnames yes',
        'SENTINEL announce-hostnames yes',
      ],
    },
  };
}

function shardStatefulSet(shard: string): Manifest {
  const name = `defaultapp-redis-${shard}`;
  const prefer = (weight: number, value: string) => ({
    weight, preference: { matchExpressions: [{ key: 'storage-selector', operator: 'In', values: [value] }] },
  });
  const tolerate = (key: string) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 3600 });
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata(name),
    spec: {
      serviceName: name,
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          affinity: {
            nodeAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [prefer(80, `node-${shard}-master`), prefer(20, `node-${shard}-slave`)],
            },
          },
          containers: [{
            name: 'redis-server',
            image: IMAGE,
            imagePullPolicy: 'IfNotPresent',
            ports: [{ containerPort: 6379 }],
            command: ['/bin/sh', '/etc/redis/run.sh'],
            args: [shard === 'a' ? 'master' : 'slave'],
            volumeMounts: [{ name: 'redis-config-volume', mountPath: '/etc/redis/' }, { name: 'redis-data', mountPath: '/home/redis' }],
          }],
          restartPolicy: 'Always',
          volumes: [
            { name: 'redis-data', hostPath: { path: '/data/redis_data', type: '' } },
            { name: 'redis-config-volume', configMap: { name: 'defaultapp-redis-config' } },
          ],
          tolerations: [tolerate('node.kubernetes.io/not-ready'), tolerate('node.kubernetes.io/unreachable')],
        },
      },
    },
  };
}

function shardService(shard: string): Manifest {
  const name = `defaultapp-redis-${shard}`;
  return { apiVersion: 'v1', kind: 'Service', metadata: metadata(name), spec: { ports: [{ port: 6379 }], clusterIP: 'None', selector: { app: name } } };
}

function sentinelDeployment(): Manifest {
  const name = 'defaultapp-redis-sentinel';
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(name),
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [{
            name: 'redis-sentinel',
            image: IMAGE,
            ports: [{ containerPort: 26379 }],
            command: ['/bin/sh', '/home/redis/run.sh'],
            args: ['sentinel'],
            volumeMounts: [{ name: 'redis-config-volume', mountPath: '/home/redis' }],
          }],
          restartPolicy: 'Always',
          volumes: [{ name: 'redis-config-volume', configMap: { name: 'defaultapp-redis-config' } }],
        },
      },
    },
  };
}

function sentinelService(): Manifest {
  const name = 'defaultapp-redis-sentinel';
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(name),
    spec: { ports: [{ port: 26379, targetPort: 26379 }], type: 'LoadBalancer', selector: { app: name } },
  };
}
