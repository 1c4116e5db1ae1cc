/**
 * One test per rule: what is refused, and in which words.
 */
import { App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { testChart } from './support';
import { AppendOnly, NodePreference, RedisConfig, RedisSentinelHostPath, RedisSentinelHostPathProps, RedisShard } from '../src';

function building(props: RedisSentinelHostPathProps, namespace?: string): () => void {
  return () => new RedisSentinelHostPath(testChart({ namespace }), 'redis', props);
}

function secretValue(name: string, key: string): kplus.SecretValue {
  return { secret: kplus.Secret.fromSecretName(testChart(), 'Secret', name), key };
}

const shard = (name: string, home?: NodePreference, backup?: NodePreference) => ({ name, home, backup });
const node = (value: string, weight?: number) => NodePreference.labelled('disk', value, weight);

describe('quorum', () => {
  test('above the number of sentinels', () => {
    expect(building({ sentinel: { quorum: 4 } })).toThrow(
      'sentinel.quorum is 4; allowed: a whole number from 2 (the majority) to 3 (sentinel.replicas), '
      + 'because so many sentinels can never agree. Leave it out for 2.',
    );
  });

  test('below the majority', () => {
    expect(building({ sentinel: { replicas: 5, quorum: 2 } })).toThrow(
      'sentinel.quorum is 2; allowed: a whole number from 3 (the majority) to 5 (sentinel.replicas), '
      + 'because a minority that is cut off could call a healthy master dead. Leave it out for 3.',
    );
  });

  test('that is no whole number', () => {
    expect(building({ sentinel: { quorum: 2.5 } })).toThrow('sentinel.quorum is 2.5; allowed: a whole number from 2');
  });
});

describe('number of sentinels', () => {
  const warnings: string[] = [];
  beforeEach(() => {
    warnings.length = 0;
    jest.spyOn(process.stderr, 'write').mockImplementation(text => warnings.push(String(text)) > 0);
  });
  afterEach(() => jest.restoreAllMocks());

  test('no sentinel at all is refused', () => {
    expect(building({ sentinel: { replicas: 0 } })).toThrow('sentinel.replicas is 0; allowed: a whole number from 1.');
  });

  test('an even number draws a warning', () => {
    building({ sentinel: { replicas: 4 } })();
    expect(warnings).toEqual([
      '[warning at test/redis/Config] sentinel.replicas is 4: an even number survives no more losses than 3 would. Use 3 or 5.\n',
    ]);
  });

  test('too few draw a warning', () => {
    building({ sentinel: { replicas: 2 } })();
    expect(warnings).toEqual([
      '[warning at test/redis/Config] sentinel.replicas is 2: with fewer than 3 sentinels the loss of one stops every failover. Use 3.\n',
    ]);
  });

  test('a warning can be read from the construct', () => {
    const redis = new RedisSentinelHostPath(testChart(), 'redis', { sentinel: { replicas: 1 } });
    expect(redis.config.node.metadata.map(({ type, data }) => [type, data])).toEqual([['warning', expect.stringContaining('fewer than 3')]]);
  });

  test.each([3, 5, 7])('%d sentinels draw none', replicas => {
    building({ sentinel: { replicas } })();
    expect(warnings).toEqual([]);
  });
});

describe('weights', () => {
  test.each([0, 101, 50.5, -1, NaN])('%d is no weight', weight => {
    expect(() => node('x', weight)).toThrow(`weight of the NodePreference for "disk" is ${weight}; allowed: a whole number from 1 to 100.`);
  });

  test.each([1, 100])('%d is one', weight => {
    expect(node('x', weight).weight).toBe(weight);
  });

  test('a home weight that is not above the backup weight', () => {
    expect(building({ shards: [shard('a', node('1', 50), node('2', 50)), shard('b')] })).toThrow(
      'home weight of shard "a" is 50; allowed: more than its backup weight (50), because the shard would not prefer its home node. '
      + 'Use for example 80 for the home node and 20 for the backup node.',
    );
  });
});

describe('nodes', () => {
  test('two shards with the same home', () => {
    expect(building({ shards: [shard('a', node('1')), shard('b', node('1'))] })).toThrow(
      'home of shard "a" is "disk=1"; allowed: a node that is not the home of shard "b" too, because one dead node would take both copies.',
    );
  });

  test('two homes that one node can satisfy', () => {
    expect(building({ shards: [shard('a', NodePreference.in('disk', ['1', '2'])), shard('b', node('2'))] })).toThrow('home of shard "a" is "disk in (1,2)"');
  });

  test('a backup that is another shard\'s home', () => {
    expect(building({ shards: [shard('a', node('1'), node('2')), shard('b', node('2'))] })).toThrow(
      'backup of shard "a" is "disk=2"; allowed: a node that is not the home of shard "b", '
      + 'because after one failure a second one there would take both copies. '
      + 'Give every shard a backup node of its own, or leave the backup out.',
    );
  });

  test('a label key that Kubernetes refuses', () => {
    expect(() => NodePreference.exists('-disk')).toThrow('key of a NodePreference is "-disk"; allowed: letters, digits');
  });

  test('a label value that Kubernetes refuses', () => {
    expect(() => node('a b')).toThrow('value of the NodePreference for "disk" is "a b"; allowed: letters, digits');
  });

  test('a preference for none of no values', () => {
    expect(() => NodePreference.in('disk', [])).toThrow('values of the NodePreference for "disk" is []; allowed: one value or more.');
  });

  test('a comparison with a fraction', () => {
    expect(() => NodePreference.greaterThan('rack', 1.5)).toThrow('value of the NodePreference for "rack" is 1.5; allowed: a whole number.');
  });
});

describe('shards', () => {
  test('fewer than two', () => {
    expect(building({ shards: [{ name: 'a' }] })).toThrow(
      'shards is ["a"]; allowed: two shards or more, three recommended, because a single copy has nothing to fail over to.',
    );
  });

  test('two of one name', () => {
    expect(building({ shards: [{ name: 'a' }, { name: 'a' }] })).toThrow('name of shards[1] is "a"; allowed: a name that no other shard of the set has.');
  });

  test.each(['', 'sentinel'])('"%s" as a name', name => {
    expect(building({ shards: [{ name: 'a' }, { name }] })).toThrow(
      `name of shards[1] is "${name}"; allowed: a name that is not empty and not "sentinel", `
      + 'because it makes the object name redis-<shard>, and redis-sentinel is taken.',
    );
  });

  test('a RedisShard that its RedisConfig does not know', () => {
    const chart = testChart();
    const config = new RedisConfig(chart, 'redis');
    expect(() => new RedisShard(chart, 'd', { config })).toThrow(
      '"d" is no shard of redis; its shards are a, b, c. Add it to the shards of its RedisConfig.',
    );
  });
});

describe('names', () => {
  test.each(['Redis', '7redis', 'redis_a', 'redis-', ''])('"%s", which Kubernetes refuses', name => {
    expect(building({ name })).toThrow(
      `name is "${name}"; allowed: lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit, `
      + 'because the Service bears this name too.',
    );
  });

  test('a shard\'s name that Kubernetes refuses', () => {
    expect(building({ shards: [{ name: 'a' }, { name: 'B' }] })).toThrow('object name of shard "B" is "redis-B"; allowed: lower-case letters');
  });

  test('more than 52 characters with the shard\'s name', () => {
    const name = 'r'.repeat(43);
    expect(building({ name: `${name}`, shards: [{ name: 'a' }, { name: 'bbbbbbbbb' }] })).toThrow(
      `object name of shard "bbbbbbbbb" is "${name}-bbbbbbbbb"; allowed: at most 52 characters (these are 53), `
      + 'because Kubernetes derives longer names from it. Shorten name or the shard\'s name.',
    );
  });

  test('exactly 52 characters', () => {
    expect(building({ name: 'r'.repeat(43) })).not.toThrow();
  });

  test('a namespace that Kubernetes refuses', () => {
    expect(building({}, 'Default')).toThrow('namespace of the chart is "Default"; allowed: lower-case letters, digits and "-", at most 63 characters.');
  });

  test.each(['', 'cluster..local', 'Cluster.local', '.local'])('"%s" as cluster domain', clusterDomain => {
    expect(building({ clusterDomain })).toThrow(`clusterDomain is "${clusterDomain}"; allowed: lower-case letters, digits and "-" in parts joined by "."`);
  });

  test('a cluster domain with which host names get too long', () => {
    expect(building({ clusterDomain: Array(4).fill('x'.repeat(60)).join('.') })).toThrow('host name of shard "a" is "redis-a-0.redis-a.default.svc.xxx');
  });

  test('a Secret that Kubernetes refuses', () => {
    expect(building({ password: secretValue('Auth', 'password') })).toThrow('name of the password Secret is "Auth"; allowed: lower-case letters');
  });

  test('a Secret\'s key that Kubernetes refuses', () => {
    expect(building({ password: secretValue('auth', 'pass word') })).toThrow(
      'key of the password Secret is "pass word"; allowed: letters, digits, "-", "_" and ".", at most 253 characters.',
    );
  });

  test('a master name that Sentinel refuses', () => {
    expect(building({ sentinel: { masterName: 'my master' } })).toThrow(
      'sentinel.masterName is "my master"; allowed: letters, digits, ".", "_" and "-", because Sentinel takes no others.',
    );
  });

  test('a PriorityClass that Kubernetes refuses', () => {
    expect(building({ shardOptions: { priorityClassName: 'High' } })).toThrow('priorityClassName is "High"; allowed: lower-case letters');
  });

  test('a pull Secret that Kubernetes refuses', () => {
    expect(building({ image: { pullSecrets: [secretValue('Registry', 'x').secret] } })).toThrow('name of image.pullSecrets[0] is "Registry"');
  });
});

describe('labels', () => {
  test.each([
    [{ '-x': 'y' }, 'key in labels is "-x"; allowed: letters'],
    [{ '/x': 'y' }, 'key in labels is "/x"; allowed: letters'],
    [{ 'Example.com/x': 'y' }, 'domain of the key in labels "Example.com/x" is "Example.com"; allowed: lower-case letters'],
    [{ x: 'a b' }, 'labels.x is "a b"; allowed: letters'],
    [{ x: 'a'.repeat(64) }, 'at most 63 characters'],
  ])('%j, which Kubernetes refuses', (labels, message) => {
    expect(building({ labels })).toThrow(message);
  });

  test('the label that the selectors match', () => {
    expect(building({ labels: { app: 'shop' } })).toThrow(
      'labels.app is "shop"; allowed: any label but "app", because the selectors match it. Leave it out; every object bears its own name as "app".',
    );
  });

  test('an empty value and a key with a domain are fine', () => {
    expect(building({ labels: { 'example.com/team': '' } })).not.toThrow();
  });
});

describe('image', () => {
  test.each(['', 'Redis:7', 'redis:', 'redis:7:8', 'registry:port/redis', 'redis@sha256:xyz', '-x/redis'])('"%s", which is no image reference', name => {
    expect(building({ image: { name } })).toThrow(
      `image.name is "${name}"; allowed: [registry[:port]/]repository[:tag][@digest], such as redis:7.2.5-alpine3.20.`,
    );
  });

  test.each(['redis:6.2.14', 'redis:7.0.5-alpine', 'registry.example:5000/library/redis:5'])('"%s", which is too old', name => {
    expect(building({ image: { name } })).toThrow(
      `image.name is "${name}"; allowed: Redis 7.0.6 or newer, because older ones do not fail over while the name of the dead master does not resolve.`,
    );
  });

  test.each([
    'redis', 'redis:7', 'redis:7.0', 'redis:7.0.6', 'redis:8.0.0-bookworm', 'valkey/valkey:8.0', 'registry.example:5000/a/b/redis:latest',
    'localhost/redis:alpine', `redis:7.2.5@sha256:${'0'.repeat(64)}`,
  ])('"%s" is fine', name => {
    expect(building({ image: { name } })).not.toThrow();
  });
});

describe('ports', () => {
  test.each([0, 80, 65536, 6379.5])('%d for Redis', port => {
    expect(building({ redis: { port } })).toThrow(`redis.port is ${port}; allowed: a whole number from 1024 to 65535, because Redis runs as non-root.`);
  });

  test.each([1023, 65536])('%d for Sentinel', port => {
    expect(building({ sentinel: { port } })).toThrow(`sentinel.port is ${port}; allowed: a whole number from 1024 to 65535, because Sentinel runs as non-root.`);
  });
});

describe('durations', () => {
  test('down-after below a second', () => {
    expect(building({ sentinel: { downAfter: Duration.millis(999) } })).toThrow(
      'sentinel.downAfter is "0.999 s"; allowed: 1 s or more, '
      + 'because Sentinel pings once a second and a shorter time takes a busy Redis for a dead one.',
    );
  });

  test('a failover time that is not above down-after', () => {
    expect(building({ sentinel: { downAfter: Duration.seconds(30), failoverTimeout: Duration.seconds(30) } })).toThrow(
      'sentinel.failoverTimeout is "30 s"; allowed: more than sentinel.downAfter (30 s), '
      + 'because a failover has to notice that the replica it promotes is dead too.',
    );
  });

  test('an eviction before the failover', () => {
    expect(building({ shardOptions: { evictionDelay: Duration.seconds(5) } })).toThrow(
      'evictionDelay is "5 s"; allowed: more than sentinel.downAfter (5 s), because the pod would move away before Sentinel has failed over.',
    );
  });

  test('an eviction delay with a fraction, which Kubernetes refuses', () => {
    expect(building({ shardOptions: { evictionDelay: Duration.millis(6500) } })).toThrow('evictionDelay is "6.5 s"; allowed: whole seconds');
  });

  test('a replication lag with a fraction, which Redis refuses', () => {
    expect(building({ redis: { minReplicasMaxLag: Duration.millis(500) } })).toThrow('redis.minReplicasMaxLag is "0.5 s"; allowed: whole seconds, 1 or more.');
  });

  test('parallel syncs of nobody', () => {
    expect(building({ sentinel: { parallelSyncs: 0 } })).toThrow('sentinel.parallelSyncs is 0; allowed: a whole number from 1.');
  });
});

describe('memory', () => {
  const limited = (limit: Size, maxMemory?: Size) => building({ redis: { maxMemory }, shardOptions: { resources: { memory: { limit } } } });

  test('a limit without headroom for copy-on-write', () => {
    expect(limited(Size.mebibytes(383))).toThrow(
      'resources.memory.limit is "383 MiB"; allowed: at least 384 MiB, 1.5 times redis.maxMemory (256 MiB), '
      + 'because a fork that saves or feeds a replica shares memory copy-on-write, and every page written meanwhile exists twice. '
      + 'Raise the limit or lower redis.maxMemory; otherwise the kernel kills Redis in the middle of a save.',
    );
  });

  test('a limit with headroom is fine', () => {
    expect(limited(Size.mebibytes(384))).not.toThrow();
    expect(limited(Size.gibibytes(6), Size.gibibytes(4))).not.toThrow();
  });

  test.each([[Size.kibibytes(1500), '1500 KiB'], [Size.mebibytes(0), '0 KiB']])('maxmemory that Redis would round or ignore', (maxMemory, shown) => {
    expect(building({ redis: { maxMemory } })).toThrow(
      `redis.maxMemory is "${shown}"; allowed: whole mebibytes, 1 or more. Use Size.mebibytes().`,
    );
  });
});

describe('persistence and replication', () => {
  test.each([3, -1, 0.5])('%d replicas to write, of two', minReplicasToWrite => {
    expect(building({ redis: { minReplicasToWrite } })).toThrow(
      `redis.minReplicasToWrite is ${minReplicasToWrite}; allowed: a whole number from 0 to 2, below the number of shards (3), `
      + 'because a master never has more replicas than that. With less than all replicas, one of them can be down without stopping the writes.',
    );
  });

  test('neither snapshots nor an append-only file', () => {
    expect(building({ redis: { savePoints: [] } })).toThrow(
      'redis.savePoints is []; allowed: an empty list only with redis.appendOnly, because nothing would ever reach the disk. '
      + 'Leave savePoints out, or set redis.appendOnly.',
    );
    expect(building({ redis: { savePoints: [], appendOnly: AppendOnly.EVERY_SECOND } })).not.toThrow();
  });

  test('a save point after no changes', () => {
    expect(building({ redis: { savePoints: [{ after: Duration.minutes(1), changes: 0 }] } })).toThrow(
      'redis.savePoints[0].changes is 0; allowed: a whole number from 1.',
    );
  });

  test('a save point after no time', () => {
    expect(building({ redis: { savePoints: [{ after: Duration.seconds(0), changes: 1 }] } })).toThrow(
      'redis.savePoints[0].after is "0 s"; allowed: whole seconds, 1 or more.',
    );
  });
});

describe('hostPath', () => {
  const stored = (path: string) => building({ shardOptions: { storage: { path } } });

  test.each(['data', './data', ''])('"%s", which is not absolute', path => {
    expect(stored(path)).toThrow(`storage.path is "${path}"; allowed: an absolute path, such as /data/redis_data.`);
  });

  test.each(['/', '//', '/var', '/var/', '/mnt'])('"%s", which holds more than data', path => {
    expect(stored(path)).toThrow(`storage.path is "${path}"; allowed: a folder on the local disk made for data, such as /data/redis_data, because`);
  });

  test.each(['/etc', '/usr/local/redis', '/var/lib/kubelet/redis', '/proc', '/tmp/redis', '/data/./../etc'])('"%s", which is the system\'s', path => {
    expect(stored(path)).toThrow(`storage.path is "${path}"; allowed: a`);
  });

  test.each(['/data/a:b', '/data/\n'])('%j, which no volume can be', path => {
    expect(stored(path)).toThrow('allowed: a path without "..", ":" and line breaks.');
  });

  test.each(['/data', '/data/redis_data/', '/mnt/ssd', '/var/lib/redis', '/etcetera'])('"%s" is fine', path => {
    expect(stored(path)).not.toThrow();
  });
});

describe('extra directives', () => {
  const redis = (...extraDirectives: string[]) => building({ redis: { extraDirectives } });
  const sentinel = (...extraDirectives: string[]) => building({ sentinel: { extraDirectives } });

  test('with a line break', () => {
    expect(redis('hz 20\nrequirepass x')).toThrow(
      'redis.extraDirectives[0] is "hz 20\\nrequirepass x"; allowed: one directive without a line break. Write one entry per directive.',
    );
  });

  test.each(['', '  ', '# hz 20'])('%j, which says nothing', line => {
    expect(redis(line)).toThrow('allowed: a directive and its arguments, such as "hz 20".');
  });

  test('that the construct manages, by name and with the prop to set instead', () => {
    expect(redis('hz 20', ' MaxMemory 1gb')).toThrow(
      'redis.extraDirectives[1] is " MaxMemory 1gb"; allowed: any directive but the managed "maxmemory". Set redis.maxMemory.',
    );
  });

  test.each([
    'dir /tmp', 'replicaof x 1', 'slaveof x 1', 'requirepass x', 'masterauth x', 'save 1 1', 'appendonly yes', 'min-slaves-to-write 0', 'port 1',
    'include /x', 'rename-command CONFIG ""', 'user x on nopass', '"dir" /tmp', 'bind 127.0.0.1', 'replica-announce-ip x', 'daemonize yes',
  ])('%j for Redis', line => {
    expect(redis(line)).toThrow('allowed: any directive but the managed');
  });

  test.each([
    'sentinel monitor x y 1 1', 'SENTINEL  Down-After-Milliseconds mymaster 1', 'sentinel auth-pass mymaster x', 'sentinel myid x', 'requirepass x',
    'sentinel resolve-hostnames no', 'port 1', 'sentinel known-replica mymaster 1 1',
  ])('%j for Sentinel', line => {
    expect(sentinel(line)).toThrow('allowed: any directive but the managed');
  });

  test('that nobody manages are fine', () => {
    expect(redis('hz 20', 'client-output-buffer-limit replica 512mb 128mb 60')).not.toThrow();
    expect(sentinel('loglevel verbose', 'sentinel deny-scripts-reconfig yes')).not.toThrow();
  });
});

test('a topology spread of nothing', () => {
  expect(building({ sentinelOptions: { topologySpread: [{ topology: kplus.Topology.ZONE, maxSkew: 0 }] } })).toThrow(
    'topologySpread[0].maxSkew is 0; allowed: a whole number from 1.',
  );
});

test('a Sentinel Service without pods behind it', () => {
  expect(building({ sentinelOptions: { serviceType: kplus.ServiceType.EXTERNAL_NAME } })).toThrow(
    'serviceType is "ExternalName"; allowed: CLUSTER_IP, NODE_PORT or LOAD_BALANCER, because an ExternalName Service has no pods behind it.',
  );
});

test('root as user while non-root is demanded', () => {
  expect(building({ shardOptions: { securityContext: { user: 0 } } })).toThrow(
    'securityContext.user is 0; allowed: a user other than root, because the kubelet refuses to start root while ensureNonRoot is true. '
    + 'Leave it out for user 999.',
  );
  expect(building({ shardOptions: { securityContext: { user: 0, ensureNonRoot: false } } })).not.toThrow();
});

describe('two sets in one app', () => {
  const inApp = (app: App, chartId: string, props: RedisSentinelHostPathProps, namespace = 'shop') =>
    new RedisSentinelHostPath(new Chart(app, chartId, { namespace }), 'redis', props);

  test('with the same names', () => {
    const app = new App();
    inApp(app, 'one', {});
    expect(() => inApp(app, 'two', {})).toThrow(
      'two/redis/Config and one/redis/Config both make the ConfigMap shop/redis-config; one would overwrite the other. '
      + 'Give each set a name of its own in its namespace, or put them into different namespaces.',
    );
  });

  test('where a shard of one has the name of another\'s', () => {
    const app = new App();
    inApp(app, 'one', { name: 'redis', shards: [{ name: 'a-b' }, { name: 'c' }] });
    expect(() => inApp(app, 'two', { name: 'redis-a', shards: [{ name: 'b' }, { name: 'c' }] })).toThrow('both make the StatefulSet shop/redis-a-b');
  });

  test('with folders inside each other', () => {
    const app = new App();
    inApp(app, 'one', { name: 'one', shardOptions: { storage: { path: '/data/' } } });
    expect(() => inApp(app, 'two', { name: 'two', shardOptions: { storage: { path: '/data/shop/one-a-0' } } })).toThrow(
      'two/redis/Shard-a and one/redis/Shard-a would both keep data in /data/shop/one-a-0/shop/two-a-0 on the same node. '
      + 'Give one of them another storage.path.',
    );
  });

  test('with folders around each other', () => {
    const app = new App();
    inApp(app, 'one', { name: 'one', shardOptions: { storage: { path: '/data/shop/two-a-0' } } });
    expect(() => inApp(app, 'two', { name: 'two', shardOptions: { storage: { path: '/data' } } })).toThrow('on the same node');
  });

  test('with different names, or in different namespaces, is fine', () => {
    const app = new App();
    inApp(app, 'one', {});
    expect(() => inApp(app, 'two', { name: 'other' })).not.toThrow();
    expect(() => inApp(app, 'three', {}, 'warehouse')).not.toThrow();
  });

  test('with the same names in another app is fine', () => {
    inApp(new App(), 'one', {});
    expect(() => inApp(new App(), 'one', {})).not.toThrow();
  });
});
