import { Duration, Size } from 'cdk8s';
import { find, synth, testChart } from './support';
import { AppendOnly, MaxMemoryPolicy, RedisConfig, RedisConfigProps, RedisSettings, SentinelSettings } from '../src';

function dataOf(props: RedisConfigProps = {}): Record<string, string> {
  const chart = testChart({ namespace: 'shop' });
  new RedisConfig(chart, 'redis', props);
  return find(synth(chart), 'ConfigMap', 'redis-config').data;
}

test('stands by itself, with the shards and files of the article', () => {
  expect(Object.keys(dataOf()).sort()).toEqual([
    'lib-conf.sh', 'lib-data.sh', 'lib-log.sh', 'own-data-folder.sh', 'redis-master.conf', 'redis.conf', 'run.sh', 'sentinel.conf',
  ]);
});

test('redis-master.conf has the defaults', () => {
  expect(dataOf()['redis-master.conf'].split('\n')).toEqual([
    'port 6379',
    'maxmemory 256mb',
    'maxmemory-policy noeviction',
    'save 3600 1 300 10 60 100',
    'appendonly no',
    'dir /data/redis',
    'min-replicas-to-write 1',
    'min-replicas-max-lag 10',
    '',
  ]);
});

test('redis.conf says the same and whom to follow', () => {
  const data = dataOf();
  const replica = data['redis.conf'].split('\n');
  const [follows] = replica.filter(line => line.startsWith('replicaof'));
  expect(follows).toBe('replicaof redis-a-0.redis-a.shop.svc.cluster.local 6379');
  expect(replica.filter(line => line !== follows)).toEqual(data['redis-master.conf'].split('\n'));
});

test('sentinel.conf has the defaults', () => {
  expect(dataOf()['sentinel.conf'].split('\n')).toEqual([
    'port 26379',
    'sentinel monitor mymaster redis-a-0.redis-a.shop.svc.cluster.local 6379 2',
    'sentinel down-after-milliseconds mymaster 5000',
    'sentinel parallel-syncs mymaster 1',
    'sentinel failover-timeout mymaster 60000',
    'SENTINEL resolve-hostnames yes',
    'SENTINEL announce-hostnames yes',
    '',
  ]);
});

test('all the settings of Redis reach redis.conf', () => {
  const everySetting: Required<RedisSettings> = {
    port: 6400,
    maxMemory: Size.gibibytes(2),
    maxMemoryPolicy: MaxMemoryPolicy.ALL_KEYS_LRU,
    savePoints: [{ after: Duration.minutes(5), changes: 7 }, { after: Duration.seconds(10), changes: 1000 }],
    appendOnly: AppendOnly.ALWAYS,
    minReplicasToWrite: 2,
    minReplicasMaxLag: Duration.seconds(4),
    extraDirectives: ['hz 20', 'lfu-decay-time 2'],
  };
  expect(dataOf({ redis: everySetting })['redis-master.conf'].split('\n')).toEqual([
    'port 6400',
    'maxmemory 2048mb',
    'maxmemory-policy allkeys-lru',
    'save 300 7 10 1000',
    'appendonly yes',
    'appendfsync always',
    'dir /data/redis',
    'min-replicas-to-write 2',
    'min-replicas-max-lag 4',
    'hz 20',
    'lfu-decay-time 2',
    '',
  ]);
});

test('all the settings of Sentinel reach sentinel.conf', () => {
  const everySetting: Required<SentinelSettings> = {
    replicas: 5,
    quorum: 4,
    port: 26400,
    masterName: 'cart',
    downAfter: Duration.millis(1500),
    failoverTimeout: Duration.minutes(3),
    parallelSyncs: 2,
    extraDirectives: ['loglevel verbose'],
  };
  expect(dataOf({ sentinel: everySetting })['sentinel.conf'].split('\n')).toEqual([
    'port 26400',
    'sentinel monitor cart redis-a-0.redis-a.shop.svc.cluster.local 6379 4',
    'sentinel down-after-milliseconds cart 1500',
    'sentinel parallel-syncs cart 2',
    'sentinel failover-timeout cart 180000',
    'SENTINEL resolve-hostnames yes',
    'SENTINEL announce-hostnames yes',
    'loglevel verbose',
    '',
  ]);
});

test('without save points RDB snapshots are off', () => {
  expect(dataOf({ redis: { savePoints: [], appendOnly: AppendOnly.EVERY_SECOND } })['redis.conf']).toContain('\nsave ""\n');
});

test.each([[3, 2], [4, 3], [5, 3], [7, 4]])('the quorum of %d sentinels is %d', (replicas, quorum) => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(dataOf({ sentinel: { replicas } })['sentinel.conf']).toContain(` 6379 ${quorum}\n`);
  jest.restoreAllMocks();
});

test('knows the host names of the shards', () => {
  const config = new RedisConfig(testChart({ namespace: 'shop' }), 'redis', { name: 'cache', shards: ['x', 'y'], clusterDomain: 'k8s.example' });
  expect(config.hostNameOf('y')).toBe('cache-y-0.cache-y.shop.svc.k8s.example');
  expect(() => config.hostNameOf('z')).toThrow('"z" is no shard of cache; its shards are x, y.');
});
