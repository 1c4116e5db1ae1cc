import * as kplus from 'cdk8s-plus-28';
import { find, Manifest, podSpec, synth, testChart } from './support';
import { AntiAffinity, RedisConfig, SentinelDeployment, SentinelDeploymentProps } from '../src';

function sentinelManifests(props: Partial<SentinelDeploymentProps> = {}): Manifest[] {
  const chart = testChart({ namespace: 'shop' });
  new SentinelDeployment(chart, 'Sentinel', { config: new RedisConfig(chart, 'redis', { sentinel: { replicas: 5 } }), ...props });
  return synth(chart);
}

const container = (): Manifest => podSpec(sentinelManifests(), 'Deployment', 'redis-sentinel').containers[0];

test('runs as many sentinels as the configuration counts', () => {
  expect(find(sentinelManifests(), 'Deployment', 'redis-sentinel').spec).toMatchObject({
    replicas: 5,
    selector: { matchLabels: { app: 'redis-sentinel' } },
    template: { metadata: { labels: { app: 'redis-sentinel' } } },
  });
});

test('a rollout never runs more sentinels than the quorum was counted for', () => {
  expect(find(sentinelManifests(), 'Deployment', 'redis-sentinel').spec.strategy).toEqual({
    type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
  });
});

test('is reached through a Service inside the cluster', () => {
  const chart = testChart({ namespace: 'shop' });
  const sentinel = new SentinelDeployment(chart, 'Sentinel', { config: new RedisConfig(chart, 'redis') });
  expect(sentinel).toMatchObject({ hostName: 'redis-sentinel.shop.svc.cluster.local', port: 26379 });
  expect(find(synth(chart), 'Service', 'redis-sentinel').spec).toMatchObject({
    type: 'ClusterIP', ports: [{ port: 26379, targetPort: 26379 }], selector: { app: 'redis-sentinel' },
  });
});

test('a rollout goes on ten seconds after a sentinel is ready: the others have to hear of it first', () => {
  expect(find(sentinelManifests(), 'Deployment', 'redis-sentinel').spec.minReadySeconds).toBe(10);
});

test('every sentinel can be asked at its own address, before it is ready too', () => {
  const chart = testChart({ namespace: 'shop' });
  const sentinel = new SentinelDeployment(chart, 'Sentinel', { config: new RedisConfig(chart, 'redis') });
  expect(sentinel.headlessService.name).toBe('redis-sentinel-headless');
  expect(find(synth(chart), 'Service', 'redis-sentinel-headless').spec).toMatchObject({
    clusterIP: 'None', publishNotReadyAddresses: true, ports: [{ port: 26379 }], selector: { app: 'redis-sentinel' },
  });
});

test('clients are sent to sentinels that are ready only', () => {
  expect(find(sentinelManifests(), 'Service', 'redis-sentinel').spec.publishNotReadyAddresses).toBeUndefined();
});

test('a sentinel knows its own address, and nothing of a master', () => {
  const { args, env } = container();
  expect(args).toEqual(['sentinel']);
  expect(env).toContainEqual({ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } });
  expect(env.map(({ name }: Manifest) => name)).toEqual(['CONFIG_DIR', 'RUN_DIR', 'PASSWORD_FILE', 'POD_IP']);
});

test('gives up on a slow name server before Sentinel stands still for it', () => {
  expect(podSpec(sentinelManifests(), 'Deployment', 'redis-sentinel').dnsConfig.options)
    .toEqual([{ name: 'timeout', value: '1' }, { name: 'attempts', value: '2' }]);
});

describe('probes and hooks', () => {
  const alive = { command: ['/bin/sh', '/run/redis/config/alive.sh', '26379'] };

  test('a sentinel has two minutes to answer at all after its start', () => {
    expect(container().startupProbe).toMatchObject({ exec: alive, periodSeconds: 1, failureThreshold: 120, timeoutSeconds: 5 });
  });

  test('a sentinel that says nothing for half a minute is started anew', () => {
    expect(container().livenessProbe).toEqual({
      exec: alive, periodSeconds: 5, failureThreshold: 6, timeoutSeconds: 5, terminationGracePeriodSeconds: 10,
    });
  });

  test('a sentinel is ready when its own script says that it watches a master', () => {
    expect(container().readinessProbe).toEqual({
      exec: { command: ['/bin/sh', '/run/redis/config/sentinel-ready.sh'] }, periodSeconds: 5, failureThreshold: 2, timeoutSeconds: 5,
    });
  });

  test('a sentinel finishes the failover that it leads before it stops', () => {
    expect(container().lifecycle).toEqual({ preStop: { exec: { command: ['/bin/sh', '/run/redis/config/leave-sentinel.sh'] } } });
  });
});

test('runs as non-root, on a read-only root file system, without any capability', () => {
  expect(container().securityContext).toMatchObject({
    runAsUser: 999, runAsGroup: 1000, runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] },
  });
});

test('mounts no disk of the node', () => {
  expect(podSpec(sentinelManifests(), 'Deployment', 'redis-sentinel').volumes.filter((volume: Manifest) => volume.hostPath)).toEqual([]);
});

test('all the props reach their objects', () => {
  const chart = testChart({ namespace: 'shop' });
  const everyProp: Required<SentinelDeploymentProps> = {
    config: new RedisConfig(chart, 'redis'),
    image: { name: 'registry.example/redis:8.0' },
    disruptionBudget: false,
    serviceType: kplus.ServiceType.LOAD_BALANCER,
    resources: { cpu: { limit: kplus.Cpu.units(1) } },
    antiAffinity: AntiAffinity.REQUIRED,
    topologySpread: [{ topology: kplus.Topology.ZONE }],
    priorityClassName: 'data',
    securityContext: { user: 1001 },
  };
  new SentinelDeployment(chart, 'Sentinel', everyProp);
  const manifests = synth(chart);
  const spec = podSpec(manifests, 'Deployment', 'redis-sentinel');

  expect(find(manifests, 'Service', 'redis-sentinel').spec.type).toBe('LoadBalancer');
  expect(manifests.map(manifest => manifest.kind)).not.toContain('PodDisruptionBudget');
  expect(spec).toMatchObject({
    priorityClassName: 'data',
    topologySpreadConstraints: [{
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['redis-sentinel'] }] },
    }],
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }] } },
  });
  expect(spec.containers[0]).toMatchObject({
    image: 'registry.example/redis:8.0', resources: { limits: { cpu: '1' } }, securityContext: { runAsUser: 1001 },
  });
});
