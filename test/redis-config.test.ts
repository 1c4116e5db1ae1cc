import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { find, synth, testChart } from './support';
import { AppendOnly, MaxMemoryPolicy, RecoverySettings, RedisConfig, RedisConfigProps, RedisSettings, SentinelSettings } from '../src';

function dataOf(props: RedisConfigProps = {}): Record<string, string> {
  const chart = testChart({ namespace: 'shop' });
  new RedisConfig(chart, 'redis', props);
  return find(synth(chart), 'ConfigMap', `${props.name ?? 'redis'}-config`).data;
}

/** The variables, as a shell would have them. */
function setEnvOf(props?: RedisConfigProps): Record<string, string> {
  const lines = dataOf(props)['set.env'].trimEnd().split('\n');
  return Object.fromEntries(lines.map(line => /^(\w+)='(.*)'$/.exec(line)!.slice(1)));
}

test('stands by itself: three files of settings, and the scripts of runtime/', () => {
  const scripts = readdirSync(join(__dirname, '..', 'runtime'));
  expect(Object.keys(dataOf()).sort()).toEqual([...scripts, 'redis.conf', 'sentinel.conf', 'set.env'].sort());
});

test('carries every script as it is in runtime/', () => {
  const data = dataOf();
  for (const script of readdirSync(join(__dirname, '..', 'runtime'))) {
    expect(data[script]).toBe(readFileSync(join(__dirname, '..', 'runtime', script), 'utf8'));
  }
});

test('redis.conf has the defaults', () => {
  expect(dataOf()['redis.conf'].split('\n')).toEqual([
    'port 6379',
    'maxmemory 256mb',
    'maxmemory-policy noeviction',
    'save 3600 1 300 10 60 100',
    'appendonly yes',
    'appendfsync everysec',
    'dir /data/redis',
    'min-replicas-to-write 1',
    'min-replicas-max-lag 10',
    'repl-diskless-sync-delay 0',
    '',
  ]);
});

test('no file says who is the master: that is found out when they run', () => {
  const data = dataOf();
  expect(data['redis.conf']).not.toMatch(/replicaof/);
  expect(data['sentinel.conf']).not.toMatch(/monitor/);
  expect(data['set.env']).not.toMatch(/^MASTER=/m);
});

test('sentinel.conf has the defaults', () => {
  expect(dataOf()['sentinel.conf'].split('\n')).toEqual([
    'port 26379',
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
  expect(dataOf({ redis: everySetting })['redis.conf'].split('\n')).toEqual([
    'port 6400',
    'maxmemory 2048mb',
    'maxmemory-policy allkeys-lru',
    'save 300 7 10 1000',
    'appendonly yes',
    'appendfsync always',
    'dir /data/redis',
    'min-replicas-to-write 2',
    'min-replicas-max-lag 4',
    'repl-diskless-sync-delay 0',
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
  expect(dataOf({ redis: { savePoints: [] } })['redis.conf']).toContain('\nsave ""\n');
});

test('without an append-only file nothing is said of syncing it', () => {
  expect(dataOf({ redis: { appendOnly: AppendOnly.OFF } })['redis.conf']).toMatch(/\nappendonly no\ndir /);
});

describe('set.env', () => {
  test('tells the scripts all that they have to know of the set', () => {
    const everyProp: Required<RedisConfigProps> = {
      name: 'cache',
      labels: {},
      shards: ['x', 'y'],
      clusterDomain: 'k8s.example',
      password: { secret: kplus.Secret.fromSecretName(testChart(), 'Secret', 'vault'), key: 'redis' },
      redis: { port: 6400, appendOnly: AppendOnly.ALWAYS },
      sentinel: { port: 26400, masterName: 'cart', replicas: 3, quorum: 3 },
      recovery: {
        coldStartWait: Duration.minutes(5), yieldOnRestart: false, leaveTimeout: Duration.minutes(10),
      } satisfies Required<RecoverySettings>,
    };
    const { SENTINEL_IDS, ...variables } = setEnvOf(everyProp);
    expect(SENTINEL_IDS.split(' ')).toHaveLength(3);
    expect(variables).toEqual({
      SET: 'shop/cache',
      MEMBERS: 'cache-x-0.cache-x.shop.svc.k8s.example cache-y-0.cache-y.shop.svc.k8s.example',
      REDIS_PORT: '6400',
      SENTINELS: 'cache-sentinel-headless.shop.svc.k8s.example',
      SENTINEL_PORT: '26400',
      MASTER_NAME: 'cart',
      QUORUM: '3',
      COLD_START_WAIT: '300',
      YIELD: 'no',
      LEAVE_TIMEOUT: '600',
    });
  });

  test('has the defaults: a minute for a cold start, an hour for leaving, and a master that yields', () => {
    expect(setEnvOf()).toMatchObject({ COLD_START_WAIT: '60', YIELD: 'yes', LEAVE_TIMEOUT: '3600' });
  });

  test('is what a shell reads without any word of its own', () => {
    expect(dataOf()['set.env']).toMatch(/^([A-Z_]+='[^'\n]*'\n)+$/);
  });

  test.each([[3, 2], [4, 3], [5, 3], [7, 4]])('the quorum of %d sentinels is %d', (replicas, quorum) => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(setEnvOf({ sentinel: { replicas } }).QUORUM).toBe(`${quorum}`);
    jest.restoreAllMocks();
  });

  test('names one id a sentinel, each as Sentinel writes them', () => {
    const ids = setEnvOf({ sentinel: { replicas: 5 } }).SENTINEL_IDS.split(' ');
    expect(new Set(ids).size).toBe(5);
    ids.forEach(id => expect(id).toMatch(/^[0-9a-f]{40}$/));
  });

  test('keeps the ids of a set when its number of sentinels grows, and shares none with another set', () => {
    const ids = (props: RedisConfigProps) => setEnvOf(props).SENTINEL_IDS.split(' ');
    expect(ids({ sentinel: { replicas: 5 } }).slice(0, 3)).toEqual(ids({}));
    expect(ids({ name: 'other' }).filter(id => ids({}).includes(id))).toEqual([]);
  });
});

test('knows the host names of the shards', () => {
  const config = new RedisConfig(testChart({ namespace: 'shop' }), 'redis', { name: 'cache', shards: ['x', 'y'], clusterDomain: 'k8s.example' });
  expect(config.hostNameOf('y')).toBe('cache-y-0.cache-y.shop.svc.k8s.example');
  expect(() => config.hostNameOf('z')).toThrow('"z" is no shard of cache; its shards are x, y.');
});
