import { App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { find, Manifest, podSpec, synth, testChart } from './support';
import { NodePreference, RedisSentinelHostPath, RedisSentinelHostPathProps } from '../src';

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

  test('starts the first shard as master and the others as its replicas', () => {
    const roles = ['a', 'b', 'c'].map(shard => podSpec(manifests, 'StatefulSet', `redis-${shard}`).containers[0].args);
    expect(roles).toEqual([['master'], ['replica'], ['replica']]);
    expect(find(manifests, 'ConfigMap', 'redis-config').data['redis.conf']).toContain('replicaof redis-a-0.redis-a.default.svc.cluster.local 6379\n');
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
  const checksums = (props: RedisSentinelHostPathProps) => manifestsOf(props)
    .filter(manifest => ['StatefulSet', 'Deployment'].includes(manifest.kind))
    .map(manifest => manifest.spec.template.metadata.annotations['checksum/config']);

  test('changes the pods of every shard and sentinel', () => {
    const before = checksums({});
    const after = checksums({ sentinel: { downAfter: Duration.seconds(6) } });
    expect(before).toHaveLength(4);
    expect(new Set(before).size).toBe(1);
    expect(after.some(checksum => before.includes(checksum))).toBe(false);
  });

  test('made through the ConfigMap handle counts too', () => {
    const chart = testChart();
    const redis = new RedisSentinelHostPath(chart, 'redis');
    redis.config.configMap.addData('late.conf', 'x');
    const changed = find(synth(chart), 'StatefulSet', 'redis-a').spec.template.metadata.annotations['checksum/config'];
    expect(changed).not.toBe(checksums({})[0]);
  });

  test('restarts no shard by itself: three at once would lose data', () => {
    for (const shard of ['a', 'b', 'c']) {
      expect(find(manifestsOf(), 'StatefulSet', `redis-${shard}`).spec.updateStrategy).toEqual({ type: 'OnDelete' });
    }
  });
});

/** A new prop does not compile until it stands here too. */
const everyProp: Required<RedisSentinelHostPathProps> = {
  name: 'cache',
  labels: { team: 'cart' },
  shards: [{ name: 'x' }, { name: 'y' }],
  shardOptions: { evictionDelay: Duration.minutes(5) },
  sentinelOptions: { serviceType: kplus.ServiceType.NODE_PORT },
  redis: { port: 6400 },
  sentinel: { masterName: 'cart' },
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
  expect(find(manifests, 'ConfigMap', 'cache-config').data['sentinel.conf'])
    .toContain('sentinel monitor cart cache-x-0.cache-x.shop.svc.k8s.example 6400 2\n');
});
