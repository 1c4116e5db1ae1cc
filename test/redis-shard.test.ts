import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { find, Manifest, podSpec, synth, testChart } from './support';
import { AntiAffinity, NodePreference, RedisConfig, RedisShard, RedisShardProps } from '../src';

function shardManifests(props: Partial<RedisShardProps> = {}): Manifest[] {
  const chart = testChart({ namespace: 'shop' });
  const config = new RedisConfig(chart, 'redis');
  new RedisShard(chart, 'a', { config, ...props });
  return synth(chart);
}

const pod = (props: Partial<RedisShardProps> = {}): Manifest => podSpec(shardManifests(props), 'StatefulSet', 'redis-a');
const redisServer = (props: Partial<RedisShardProps> = {}): Manifest => pod(props).containers[0];

test('is one pod behind a headless Service of the same name', () => {
  const manifests = shardManifests();
  const { spec } = find(manifests, 'StatefulSet', 'redis-a');
  expect(spec).toMatchObject({ replicas: 1, serviceName: 'redis-a', selector: { matchLabels: { app: 'redis-a' } } });
  expect(spec.template.metadata.labels).toEqual({ app: 'redis-a' });
  expect(find(manifests, 'Service', 'redis-a').spec).toMatchObject({ clusterIP: 'None', selector: { app: 'redis-a' }, ports: [{ port: 6379 }] });
});

test('its name resolves before it is ready: members have to find each other first', () => {
  expect(find(shardManifests(), 'Service', 'redis-a').spec.publishNotReadyAddresses).toBe(true);
});

test('announces its own host name', () => {
  const chart = testChart({ namespace: 'shop' });
  const shard = new RedisShard(chart, 'b', { config: new RedisConfig(chart, 'redis') });
  const env = podSpec(synth(chart), 'StatefulSet', 'redis-b').containers[0].env;
  expect(shard.hostName).toBe('redis-b-0.redis-b.shop.svc.cluster.local');
  expect(env).toContainEqual({ name: 'MEMBER_HOST', value: '$(POD_NAME).redis-b.shop.svc.cluster.local' });
});

test('keeps its data below the hostPath in a folder of its namespace and pod', () => {
  expect(pod().volumes).toContainEqual({ name: 'redis-data', hostPath: { path: '/data/redis_data', type: 'Directory' } });
  expect(redisServer().volumeMounts).toContainEqual({ name: 'redis-data', mountPath: '/data/redis', subPathExpr: 'shop/$(POD_NAME)' });
});

test('stays an hour on a node that is away', () => {
  expect(pod().tolerations).toEqual(['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map(key => ({
    key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 3600,
  })));
});

test('without a backup prefers its home alone', () => {
  const { nodeAffinity } = pod({ home: NodePreference.labelled('disk', 'a') }).affinity;
  expect(nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution).toHaveLength(1);
  expect(nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution).toBeUndefined();
});

describe('security', () => {
  test('redis runs as non-root, on a read-only root file system, without any capability', () => {
    expect(redisServer().securityContext).toEqual({
      runAsUser: 999,
      runAsGroup: 1000,
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      privileged: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test('the init container alone is root, with what it takes to give a folder away', () => {
    const [init, ...others] = pod().initContainers;
    expect(others).toEqual([]);
    expect(init.securityContext).toMatchObject({
      runAsUser: 0, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'] },
    });
    expect(init.env).toContainEqual({ name: 'OWNER', value: '999:1000' });
  });

  test('the init container never sees the password', () => {
    expect(pod().initContainers[0].volumeMounts.map((mount: Manifest) => mount.name)).toEqual(['redis-config-volume', 'redis-data']);
  });

  test('no service account token is mounted', () => {
    expect(pod().automountServiceAccountToken).toBe(false);
  });

  test('the password is a file that only redis\'s group can read', () => {
    expect(pod().volumes).toContainEqual({
      name: 'redis-password', secret: { secretName: 'redis-auth', defaultMode: 0o440, items: [{ key: 'password', path: 'password' }] },
    });
    expect(pod().securityContext.fsGroup).toBe(1000);
    expect(JSON.stringify(pod())).not.toContain('secretKeyRef');
  });

  test('what is rendered with the password stays in memory', () => {
    expect(pod().volumes).toContainEqual({ name: 'redis-run', emptyDir: { medium: 'Memory', sizeLimit: '4Mi' } });
  });

  test('another user and group own the folder and the password too', () => {
    const spec = pod({ securityContext: { user: 1001, group: 1002 } });
    expect(spec.containers[0].securityContext).toMatchObject({ runAsUser: 1001, runAsGroup: 1002, runAsNonRoot: true, capabilities: { drop: ['ALL'] } });
    expect(spec.initContainers[0].env).toContainEqual({ name: 'OWNER', value: '1001:1002' });
    expect(spec.securityContext.fsGroup).toBe(1002);
  });
});

describe('anti-affinity', () => {
  const group = { labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['redis-a', 'redis-b', 'redis-c'] }] }, topologyKey: 'kubernetes.io/hostname' };

  test('by default prefers a node without another shard of the set', () => {
    expect(pod().affinity.podAntiAffinity).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: group }],
    });
  });

  test('required', () => {
    expect(pod({ antiAffinity: AntiAffinity.REQUIRED }).affinity.podAntiAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: [group],
    });
  });

  test('off', () => {
    expect(pod({ antiAffinity: AntiAffinity.OFF }).affinity.podAntiAffinity).toBeUndefined();
  });
});

test('asks for no resources by default', () => {
  expect(redisServer().resources).toBeUndefined();
});

test('all the props reach the pod', () => {
  const chart = testChart({ namespace: 'shop' });
  const config = new RedisConfig(chart, 'redis');
  const everyProp: Required<RedisShardProps> = {
    config,
    shard: 'b',
    home: NodePreference.labelled('disk', 'x', 60),
    backup: NodePreference.exists('spare', 40),
    image: {
      name: 'registry.example/redis:8.0',
      pullPolicy: kplus.ImagePullPolicy.ALWAYS,
      pullSecrets: ['one', 'two'].map(name => kplus.Secret.fromSecretName(chart, name, name)),
    },
    storage: { path: '/ssd/redis', type: kplus.HostPathVolumeType.DIRECTORY_OR_CREATE },
    evictionDelay: Duration.minutes(10),
    resources: { cpu: { request: kplus.Cpu.millis(500) }, memory: { limit: Size.gibibytes(1) } },
    antiAffinity: AntiAffinity.REQUIRED,
    topologySpread: [{ topology: kplus.Topology.ZONE, maxSkew: 2, required: true }],
    priorityClassName: 'data',
    securityContext: { readOnlyRootFilesystem: false },
  };
  const shard = new RedisShard(chart, 'Shard', everyProp);
  const spec = podSpec(synth(chart), 'StatefulSet', 'redis-b');

  expect(shard).toMatchObject({ shard: 'b', hostPath: '/ssd/redis', port: 6379, home: everyProp.home, backup: everyProp.backup });
  expect(spec).toMatchObject({
    priorityClassName: 'data',
    imagePullSecrets: [{ name: 'one' }, { name: 'two' }],
    topologySpreadConstraints: [{
      maxSkew: 2,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['redis-a', 'redis-b', 'redis-c'] }] },
    }],
  });
  expect(spec.tolerations[0].tolerationSeconds).toBe(600);
  expect(spec.volumes).toContainEqual({ name: 'redis-data', hostPath: { path: '/ssd/redis', type: 'DirectoryOrCreate' } });
  expect(spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.map((term: Manifest) => term.weight)).toEqual([60, 40]);
  expect(spec.containers[0]).toMatchObject({
    image: 'registry.example/redis:8.0',
    imagePullPolicy: 'Always',
    resources: { requests: { cpu: '500m' }, limits: { memory: '1024Mi' } },
    securityContext: { readOnlyRootFilesystem: false, runAsNonRoot: true },
  });
});
