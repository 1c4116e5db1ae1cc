/**
 * What Redis, Sentinel or the kubelet could not run with. One test per rule: what is refused, and in which words.
 */
import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { building } from './building';
import { AppendOnly } from '../../src';

describe('ports', () => {
  test.each([0, 80, 65536, 6379.5])('%d for Redis', port => {
    expect(building({ redis: { port } })).toThrow(`redis.port is ${port}; allowed: a whole number from 1024 to 65535, because Redis runs as non-root.`);
  });

  test('one for both', () => {
    expect(building({ redis: { port: 26379 } })).toThrow(
      'sentinel.port is 26379; allowed: any port but redis.port (26379), because clients and probes tell Sentinel and Redis apart by it.',
    );
  });

  test.each([1023, 65536])('%d for Sentinel', port => {
    expect(building({ sentinel: { port } })).toThrow(`sentinel.port is ${port}; allowed: a whole number from 1024 to 65535, because Sentinel runs as non-root.`);
  });
});

describe('memory and CPU', () => {
  const limited = (limit: Size, maxMemory?: Size) => building({ redis: { maxMemory }, shardPods: { resources: { memory: { limit } } } });

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

  test.each([
    ['cpu', { cpu: { request: kplus.Cpu.units(2), limit: kplus.Cpu.millis(1500) } }, '2000m', '1500m'],
    ['memory', { memory: { request: Size.gibibytes(2), limit: Size.gibibytes(1) } }, '2048 MiB', '1024 MiB'],
    ['ephemeralStorage', { ephemeralStorage: { request: Size.gibibytes(2), limit: Size.gibibytes(1) } }, '2048 MiB', '1024 MiB'],
  ])('a request of %s above its limit', (resource, resources: kplus.ContainerResources, request, limit) => {
    const message = `resources.${resource}.request is "${request}"; allowed: at most resources.${resource}.limit (${limit}), `
      + 'because Kubernetes refuses a pod that asks for more than it may have.';
    expect(building({ shardPods: { resources } })).toThrow(message);
    expect(building({ sentinelPods: { resources } })).toThrow(message);
  });

  test('requests up to the limits are fine', () => {
    expect(building({
      shardPods: { resources: { cpu: { request: kplus.Cpu.millis(500), limit: kplus.Cpu.units(0.5) }, memory: { request: Size.gibibytes(1) } } },
    })).not.toThrow();
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
    expect(building({ redis: { savePoints: [], appendOnly: AppendOnly.OFF } })).toThrow(
      'redis.savePoints is []; allowed: an empty list only with redis.appendOnly, because nothing would ever reach the disk. '
      + 'Leave savePoints out, or set redis.appendOnly.',
    );
    expect(building({ redis: { savePoints: [] } })).not.toThrow();
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
    'slave-serve-stale-data no',
    'include /x', 'rename-command CONFIG ""', 'user x on nopass', '"dir" /tmp', 'bind 127.0.0.1', 'replica-announce-ip x', 'daemonize yes',
    'syslog-enabled yes', 'syslog-ident redis',
  ])('%j for Redis', line => {
    expect(redis(line)).toThrow('allowed: any directive but the managed');
  });

  test.each([
    'sentinel monitor x y 1 1', 'SENTINEL  Down-After-Milliseconds mymaster 1', 'sentinel auth-pass mymaster x', 'sentinel myid x', 'requirepass x',
    'sentinel resolve-hostnames no', 'port 1', 'sentinel known-replica mymaster 1 1', 'sentinel rename-command mymaster REPLICAOF x',
    'user app on >secret', 'aclfile /x', 'tls-key-file-pass x', 'tls-client-key-file-pass x',
  ])('%j for Sentinel', line => {
    expect(sentinel(line)).toThrow('allowed: any directive but the managed');
  });

  test('that nobody manages are fine', () => {
    expect(redis('hz 20', 'client-output-buffer-limit replica 512mb 128mb 60')).not.toThrow();
    expect(sentinel('loglevel verbose', 'sentinel deny-scripts-reconfig yes')).not.toThrow();
  });
});

test('a Sentinel Service without pods behind it', () => {
  expect(building({ sentinelPods: { serviceType: kplus.ServiceType.EXTERNAL_NAME } })).toThrow(
    'serviceType is "ExternalName"; allowed: CLUSTER_IP, NODE_PORT or LOAD_BALANCER, because an ExternalName Service has no pods behind it.',
  );
});

test('root as user while non-root is demanded', () => {
  expect(building({ shardPods: { securityContext: { user: 0 } } })).toThrow(
    'securityContext.user is 0; allowed: a user other than root, because the kubelet refuses to start root while ensureNonRoot is true. '
    + 'Leave it out for user 999.',
  );
  expect(building({ shardPods: { securityContext: { user: 0, ensureNonRoot: undefined } } })).toThrow('securityContext.user is 0');
  expect(building({ shardPods: { securityContext: { user: 0, ensureNonRoot: false } } })).not.toThrow();
});

test.each([-1, 1.5])('%d as user or group', id => {
  expect(building({ shardPods: { securityContext: { user: id } } })).toThrow(`securityContext.user is ${id}; allowed: a whole number from 0.`);
  expect(building({ sentinelPods: { securityContext: { group: id } } })).toThrow(`securityContext.group is ${id}; allowed: a whole number from 0.`);
});
