import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { find, Manifest, podSpec, synth, testChart } from './support';
import { AntiAffinity, HostPathStorage, NodePreference, PlacementPolicy, RedisConfig, RedisShard, RedisShardProps } from '../src';

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

test('keeps its data in a folder of its pod alone where the namespace is left out, as in the article', () => {
  expect(redisServer({ storage: { perNamespace: false } }).volumeMounts)
    .toContainEqual({ name: 'redis-data', mountPath: '/data/redis', subPathExpr: '$(POD_NAME)' });
});

test('the init container owns the same folder that redis uses', () => {
  const dataMount = ({ volumeMounts }: Manifest) => volumeMounts.find((mount: Manifest) => mount.name === 'redis-data');
  for (const storage of [{}, { perNamespace: false }]) {
    expect(dataMount(pod({ storage }).initContainers[0])).toEqual(dataMount(redisServer({ storage })));
  }
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

describe('placement', () => {
  const home = { matchExpressions: [{ key: 'storage-selector', operator: 'In', values: ['node-a-master'] }] };
  const backup = { matchExpressions: [{ key: 'storage-selector', operator: 'In', values: ['node-a-slave'] }] };
  const byWeight = [{ weight: 80, preference: home }, { weight: 20, preference: backup }];
  const anyAskedAway = { operator: 'Exists', effect: 'PreferNoSchedule' };
  const nodeAffinity = (props: Partial<RedisShardProps>) => pod(props).affinity.nodeAffinity;

  test('by default prefers the home and the backup, and requires neither', () => {
    expect(nodeAffinity({})).toEqual({ preferredDuringSchedulingIgnoredDuringExecution: byWeight });
    expect(pod()).toEqual(pod({ placement: PlacementPolicy.PREFERRED }));
  });

  test('by default a taint that asks pods away is heeded', () => {
    expect(pod().tolerations).not.toContainEqual(anyAskedAway);
  });

  test('home or backup requires one of the two, and prefers the home', () => {
    expect(nodeAffinity({ placement: PlacementPolicy.HOME_OR_BACKUP })).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [home, backup] },
      preferredDuringSchedulingIgnoredDuringExecution: byWeight,
    });
  });

  test('home or backup requires the home where there is no backup', () => {
    const disk = { matchExpressions: [{ key: 'disk', operator: 'In', values: ['a'] }] };
    expect(nodeAffinity({ placement: PlacementPolicy.HOME_OR_BACKUP, home: NodePreference.labelled('disk', 'a', { weight: 60 }) })).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [disk] },
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 60, preference: disk }],
    });
  });

  test('home or backup tolerates every taint that asks pods away, and no other one', () => {
    expect(pod({ placement: PlacementPolicy.HOME_OR_BACKUP }).tolerations).toEqual([...pod().tolerations, anyAskedAway]);
  });

  test('home requires the home', () => {
    expect(nodeAffinity({ placement: PlacementPolicy.HOME })).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [home] },
    });
  });

  test('home needs no toleration: there is no other node that a taint could make better', () => {
    expect(pod({ placement: PlacementPolicy.HOME }).tolerations).toEqual(pod().tolerations);
  });

  test('home leaves the default backup out', () => {
    const chart = testChart();
    const shard = new RedisShard(chart, 'a', { config: new RedisConfig(chart, 'redis'), placement: PlacementPolicy.HOME });
    expect(shard.nodes.backup).toBeUndefined();
  });

  test('whoever gives a taint to dedicated nodes has it tolerated on the handle', () => {
    const chart = testChart();
    const config = new RedisConfig(chart, 'redis');
    const shard = new RedisShard(chart, 'a', { config, placement: PlacementPolicy.HOME_OR_BACKUP });
    const dedicated = kplus.NodeTaintQuery.is('dedicated', 'redis', { effect: kplus.TaintEffect.NO_SCHEDULE });
    shard.statefulSet.scheduling.tolerate(kplus.Node.tainted(dedicated));
    expect(podSpec(synth(chart), 'StatefulSet', 'redis-a').tolerations).toEqual([
      ...pod().tolerations,
      anyAskedAway,
      { key: 'dedicated', operator: 'Equal', value: 'redis', effect: 'NoSchedule' },
    ]);
  });
});

test('starts as a member whose place is found at run time', () => {
  expect(redisServer()).toMatchObject({ command: ['/bin/sh', '/etc/redis/run.sh'], args: ['member'] });
});

test('gives up on a slow name server before Redis stands still for it', () => {
  expect(pod().dnsConfig.options).toEqual([{ name: 'timeout', value: '1' }, { name: 'attempts', value: '2' }]);
});

describe('probes and hooks', () => {
  const alive = { command: ['/bin/sh', '/run/redis/config/alive.sh', '6379'] };

  test('a member has two minutes to answer at all after its start', () => {
    expect(redisServer().startupProbe).toMatchObject({ exec: alive, periodSeconds: 1, failureThreshold: 120, timeoutSeconds: 5 });
  });

  test('a member that says nothing for half a minute is started anew', () => {
    expect(redisServer().livenessProbe).toEqual({
      exec: alive, periodSeconds: 5, failureThreshold: 6, timeoutSeconds: 5, terminationGracePeriodSeconds: 10,
    });
  });

  test('one that is started anew is not given the hour that a pod has for its turn', () => {
    const { startupProbe, livenessProbe } = redisServer();
    expect(pod().terminationGracePeriodSeconds).toBe(3660);
    expect([startupProbe, livenessProbe].map(probe => probe.terminationGracePeriodSeconds)).toEqual([10, 10]);
  });

  test('a member is ready when its own script says that it serves', () => {
    expect(redisServer().readinessProbe).toEqual({
      exec: { command: ['/bin/sh', '/run/redis/config/member-ready.sh'] }, periodSeconds: 5, failureThreshold: 2, timeoutSeconds: 5,
    });
  });

  test('a member waits for its turn before it stops', () => {
    expect(redisServer().lifecycle).toEqual({ preStop: { exec: { command: ['/bin/sh', '/run/redis/config/leave-member.sh'] } } });
  });

  test('they run the scripts that the pod has kept, not what has been applied since', () => {
    const { startupProbe, livenessProbe, readinessProbe, lifecycle } = redisServer();
    for (const { exec } of [startupProbe, livenessProbe, readinessProbe, lifecycle.preStop]) {
      expect(exec.command[1]).toMatch(/^\/run\/redis\/config\//);
    }
  });

  test('they look at the port that Redis has', () => {
    const chart = testChart();
    new RedisShard(chart, 'a', { config: new RedisConfig(chart, 'redis', { redis: { port: 6400 } }) });
    expect(podSpec(synth(chart), 'StatefulSet', 'redis-a').containers[0].livenessProbe.exec.command.at(-1)).toBe('6400');
  });
});

describe('a change', () => {
  const statefulSet = (props: Partial<RedisShardProps> = {}) => find(shardManifests(props), 'StatefulSet', 'redis-a').spec;

  test('reaches the pod when it is applied', () => {
    expect(statefulSet().updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { partition: 0 } });
  });

  test('reaches the pod when it is deleted, where that is wanted', () => {
    expect(statefulSet({ updateStrategy: kplus.StatefulSetUpdateStrategy.onDelete() }).updateStrategy).toEqual({ type: 'OnDelete' });
  });

  test('replaces a pod that a broken one before it keeps from getting ready', () => {
    expect(statefulSet().podManagementPolicy).toBe('Parallel');
  });

  test('leaves a pod an hour for its turn, and a minute for writing its data', () => {
    expect(pod().terminationGracePeriodSeconds).toBe(3660);
  });

  test('leaves a pod as long as the set says', () => {
    const chart = testChart();
    new RedisShard(chart, 'a', { config: new RedisConfig(chart, 'redis', { recovery: { leaveTimeout: Duration.seconds(30) } }) });
    expect(podSpec(synth(chart), 'StatefulSet', 'redis-a').terminationGracePeriodSeconds).toBe(90);
  });
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
    home: NodePreference.labelled('disk', 'x', { weight: 60 }),
    backup: NodePreference.exists('spare', { weight: 40 }),
    image: {
      name: 'registry.example/redis:8.0',
      pullPolicy: kplus.ImagePullPolicy.ALWAYS,
      pullSecrets: ['one', 'two'].map(name => kplus.Secret.fromSecretName(chart, name, name)),
    },
    storage: {
      path: '/ssd/redis', perNamespace: false, type: kplus.HostPathVolumeType.DIRECTORY_OR_CREATE,
    } satisfies Required<HostPathStorage>,
    placement: PlacementPolicy.HOME_OR_BACKUP,
    evictionDelay: Duration.minutes(10),
    updateStrategy: kplus.StatefulSetUpdateStrategy.onDelete(),
    resources: { cpu: { request: kplus.Cpu.millis(500) }, memory: { limit: Size.gibibytes(1) } },
    antiAffinity: AntiAffinity.REQUIRED,
    topologySpread: [{ topology: kplus.Topology.ZONE, maxSkew: 2, required: true }],
    priorityClassName: 'data',
    securityContext: { readOnlyRootFilesystem: false },
  };
  const shard = new RedisShard(chart, 'Shard', everyProp);
  const manifests = synth(chart);
  const spec = podSpec(manifests, 'StatefulSet', 'redis-b');

  expect(find(manifests, 'StatefulSet', 'redis-b').spec.updateStrategy).toEqual({ type: 'OnDelete' });
  expect(shard).toMatchObject({ shard: 'b', hostPath: '/ssd/redis', port: 6379, nodes: { shard: 'b', home: everyProp.home, backup: everyProp.backup } });
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
  expect(spec.containers[0].volumeMounts).toContainEqual({ name: 'redis-data', mountPath: '/data/redis', subPathExpr: '$(POD_NAME)' });
  expect(spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.map((term: Manifest) => term.weight)).toEqual([60, 40]);
  expect(spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms).toHaveLength(2);
  expect(spec.containers[0]).toMatchObject({
    image: 'registry.example/redis:8.0',
    imagePullPolicy: 'Always',
    resources: { requests: { cpu: '500m' }, limits: { memory: '1024Mi' } },
    securityContext: { readOnlyRootFilesystem: false, runAsNonRoot: true },
  });
});
