import { App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { find, Manifest, podSpec, synth, testChart } from './support';
import { NodePreference, PlacementPolicy, RedisSentinelHostPath, RedisSentinelHostPathProps } from '../src';

function manifestsOf(props?: RedisSentinelHostPathProps, namespace?: string): Manifest[] {
  const chart = testChart({ namespace });
  new RedisSentinelHostPath(chart, 'redis', props);
  return synth(chart);
}

describe('with no props at all', () => {
  const manifests = manifestsOf();

  test('makes three shards, three sentinels and their configuration', () => {
    expect(manifests.map(manifest => `${manifest.kind}/${manifest.metadata.name}`).sort()).toEqual([
      'ConfigMap/redis-config',
      'Deployment/redis-sentinel',
      'PodDisruptionBudget/redis',
      'PodDisruptionBudget/redis-sentinel',
      'Service/redis-a',
      'Service/redis-b',
      'Service/redis-c',
      'Service/redis-sentinel',
      'Service/redis-sentinel-headless',
      'StatefulSet/redis-a',
      'StatefulSet/redis-b',
      'StatefulSet/redis-c',
    ]);
  });

  test('names the namespace on every object, since host names contain it', () => {
    expect(new Set(manifests.map(manifest => manifest.metadata.namespace))).toEqual(new Set(['default']));
  });

  test('gives every shard a home node with weight 80 and a backup node with weight 20', () => {
    for (const shard of ['a', 'b', 'c']) {
      const terms = podSpec(manifests, 'StatefulSet', `redis-${shard}`).affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution;
      expect(terms).toEqual([
        { weight: 80, preference: { matchExpressions: [{ key: 'storage-selector', operator: 'In', values: [`node-${shard}-master`] }] } },
        { weight: 20, preference: { matchExpressions: [{ key: 'storage-selector', operator: 'In', values: [`node-${shard}-slave`] }] } },
      ]);
    }
  });

  test('starts every shard the same: roles are found when they run', () => {
    const containers = (shard: string) => JSON.stringify(podSpec(manifests, 'StatefulSet', `redis-${shard}`).containers);
    expect(JSON.parse(containers('a'))[0].args).toEqual(['member']);
    for (const shard of ['b', 'c']) {
      expect(containers(shard).replaceAll(`redis-${shard}.`, 'redis-a.')).toBe(containers('a'));
    }
  });

  test('lets a drain take one shard and one sentinel at a time', () => {
    expect(find(manifests, 'PodDisruptionBudget', 'redis').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['redis-a', 'redis-b', 'redis-c'] }] },
    });
    expect(find(manifests, 'PodDisruptionBudget', 'redis-sentinel').spec.maxUnavailable).toBe(1);
  });

  test('renders no Secret and no password', () => {
    expect(manifests.filter(manifest => manifest.kind === 'Secret')).toEqual([]);
    expect(JSON.stringify(find(manifests, 'ConfigMap', 'redis-config').data)).not.toMatch(/(requirepass|masterauth|auth-pass|sentinel-pass) [^%]/);
  });
});

test('no label or selector carries a hash of the construct path', () => {
  const text = JSON.stringify(manifestsOf());
  expect(text).not.toContain('cdk8s.io/metadata.addr');
});

test('moving the construct to another place in the tree changes no object', () => {
  const chart = testChart();
  new RedisSentinelHostPath(new Chart(chart, 'nested'), 'elsewhere', { name: 'redis' });
  expect(synth(chart.node.findChild('nested') as Chart)).toEqual(manifestsOf());
});

test('with disruptionBudgets off there is no PodDisruptionBudget', () => {
  expect(manifestsOf({ disruptionBudgets: false }).filter(manifest => manifest.kind === 'PodDisruptionBudget')).toEqual([]);
});

test('tells a client how to connect', () => {
  const chart = testChart({ namespace: 'shop' });
  const redis = new RedisSentinelHostPath(chart, 'redis', { clusterDomain: 'k8s.example', sentinel: { port: 26380, masterName: 'cart' } });
  expect(redis.connection).toMatchObject({ sentinelHost: 'redis-sentinel.shop.svc.k8s.example', sentinelPort: 26380, masterName: 'cart' });
  expect(redis.connection.password.secret.name).toBe('redis-auth');
  expect(redis.connection.password.key).toBe('password');
});

test('tells which shard lives where, and the commands that label the nodes', () => {
  const redis = new RedisSentinelHostPath(testChart(), 'redis', {
    shards: [
      { name: 'a' },
      { name: 'b', home: NodePreference.labelled('disk', 'b'), backup: NodePreference.exists('spare') },
      { name: 'c', home: NodePreference.greaterThan('rack', 7) },
    ],
  });
  expect(redis.nodePlan.hostPath).toBe('/data/redis_data');
  expect(redis.nodePlan.entries.map(({ shard, home, backup }) => [shard, home.selector, backup?.selector])).toEqual([
    ['a', 'storage-selector=node-a-master', 'storage-selector=node-a-slave'],
    ['b', 'disk=b', 'spare'],
    ['c', 'rack>7', undefined],
  ]);
  expect(redis.nodePlan.labelCommands).toEqual([
    'kubectl label node <home-of-redis-a> storage-selector=node-a-master',
    'kubectl label node <backup-of-redis-a> storage-selector=node-a-slave',
    'kubectl label node <home-of-redis-b> disk=b',
    'kubectl label node <backup-of-redis-b> spare=',
    '# <home-of-redis-c>: any node that matches \'rack>7\'',
  ]);
});

test('labels no backup node that no shard uses', () => {
  const redis = new RedisSentinelHostPath(testChart(), 'redis', { shardPods: { placement: PlacementPolicy.HOME } });
  expect(redis.nodePlan.entries.map(({ backup }) => backup)).toEqual([undefined, undefined, undefined]);
  expect(redis.nodePlan.labelCommands).toEqual([
    'kubectl label node <home-of-redis-a> storage-selector=node-a-master',
    'kubectl label node <home-of-redis-b> storage-selector=node-b-master',
    'kubectl label node <home-of-redis-c> storage-selector=node-c-master',
  ]);
});

test('labels the backup nodes that the shards may use', () => {
  const redis = new RedisSentinelHostPath(testChart(), 'redis', { shardPods: { placement: PlacementPolicy.HOME_OR_BACKUP } });
  expect(redis.nodePlan.labelCommands).toContain('kubectl label node <backup-of-redis-c> storage-selector=node-c-slave');
});

test('users keep the cdk8s-plus objects as handles', () => {
  const chart = testChart({ namespace: 'shop' });
  const redis = new RedisSentinelHostPath(chart, 'redis');
  redis.shards[0].statefulSet.podMetadata.addLabel('team', 'cart');
  redis.config.configMap.addData('notes.txt', 'ours');
  new kplus.NetworkPolicy(chart, 'Policy', { selector: redis.sentinel.deployment, metadata: { name: 'policy' } });
  const manifests = synth(chart);

  expect(find(manifests, 'StatefulSet', 'redis-a').spec.template.metadata.labels).toEqual({ app: 'redis-a', team: 'cart' });
  expect(find(manifests, 'ConfigMap', 'redis-config').data['notes.txt']).toBe('ours');
  expect(find(manifests, 'NetworkPolicy', 'policy').spec.podSelector).toEqual({ matchLabels: { app: 'redis-sentinel' } });
});

describe('a change of the configuration', () => {
  /** The marks of the pods, by kind of workload: the three shards', and the sentinels'. */
  const checksums = (props: RedisSentinelHostPathProps, notes?: string) => {
    const chart = testChart();
    const redis = new RedisSentinelHostPath(chart, 'redis', props);
    if (notes) redis.config.configMap.addData('notes.txt', notes);
    const manifests = synth(chart);
    const of = (kind: string) => manifests
      .filter(manifest => manifest.kind === kind)
      .map(manifest => manifest.spec.template.metadata.annotations['checksum/config']);
    return { shards: of('StatefulSet'), sentinels: of('Deployment') };
  };
  const before = checksums({});

  test('marks the pods of all shards alike', () => {
    expect(before.shards).toHaveLength(3);
    expect(new Set(before.shards).size).toBe(1);
  });

  test('that both read changes the pods of every shard and sentinel', () => {
    const after = checksums({ recovery: { coldStartWait: Duration.minutes(2) } });
    expect(after.shards.some(checksum => before.shards.includes(checksum))).toBe(false);
    expect(after.sentinels).not.toEqual(before.sentinels);
  });

  test('of sentinel.conf restarts no shard', () => {
    const after = checksums({ sentinel: { downAfter: Duration.seconds(6) } });
    expect(after.shards).toEqual(before.shards);
    expect(after.sentinels).not.toEqual(before.sentinels);
  });

  test('of redis.conf restarts no sentinel', () => {
    const after = checksums({ redis: { extraDirectives: ['hz 20'] } });
    expect(after.shards).not.toEqual(before.shards);
    expect(after.sentinels).toEqual(before.sentinels);
  });

  test('made through the ConfigMap handle counts too', () => {
    const after = checksums({}, 'late');
    expect(after.shards).not.toEqual(before.shards);
    expect(after.sentinels).not.toEqual(before.sentinels);
  });
});

/** A new prop does not compile until it stands here too. */
const everyProp: Required<RedisSentinelHostPathProps> = {
  name: 'cache',
  labels: { team: 'cart' },
  shards: [{ name: 'x' }, { name: 'y' }],
  shardPods: { evictionDelay: Duration.minutes(5) },
  sentinelPods: { serviceType: kplus.ServiceType.NODE_PORT },
  redis: { port: 6400 },
  sentinel: { masterName: 'cart' },
  recovery: { leaveTimeout: Duration.minutes(2) },
  image: { name: 'registry.example/redis:8.0' },
  password: { secret: kplus.Secret.fromSecretName(new Chart(new App(), 'secrets'), 'Secret', 'vault'), key: 'redis' },
  clusterDomain: 'k8s.example',
  disruptionBudgets: false,
};

test('all the props reach their objects', () => {
  const manifests = manifestsOf(everyProp, 'shop');
  const shard = podSpec(manifests, 'StatefulSet', 'cache-x');
  const sentinel = podSpec(manifests, 'Deployment', 'cache-sentinel');

  expect(manifests.map(manifest => manifest.metadata.labels.team)).toEqual(manifests.map(() => 'cart'));
  expect(manifests.map(manifest => manifest.kind)).not.toContain('PodDisruptionBudget');
  expect(shard.tolerations.map((toleration: Manifest) => toleration.tolerationSeconds)).toEqual([300, 300]);
  expect(shard.containers[0].image).toBe('registry.example/redis:8.0');
  expect(sentinel.containers[0].image).toBe('registry.example/redis:8.0');
  expect(shard.volumes.find((volume: Manifest) => volume.secret).secret).toEqual({
    secretName: 'vault', defaultMode: 0o440, items: [{ key: 'redis', path: 'password' }],
  });
  expect(find(manifests, 'Service', 'cache-sentinel').spec.type).toBe('NodePort');
  expect(find(manifests, 'Service', 'cache-x').spec.ports).toEqual([{ port: 6400 }]);
  expect(shard.terminationGracePeriodSeconds).toBe(180);
  expect(find(manifests, 'ConfigMap', 'cache-config').data['set.env'].split('\n')).toEqual(expect.arrayContaining([
    'MEMBERS=\'cache-x-0.cache-x.shop.svc.k8s.example cache-y-0.cache-y.shop.svc.k8s.example\'',
    'REDIS_PORT=\'6400\'',
    'MASTER_NAME=\'cart\'',
    'LEAVE_TIMEOUT=\'120\'',
  ]));
});
