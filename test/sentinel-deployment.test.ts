import * as kplus from 'cdk8s-plus-28';
import { find, Manifest, podSpec, synth, testChart } from './support';
import { AntiAffinity, RedisConfig, SentinelDeployment, SentinelDeploymentProps } from '../src';

function sentinelManifests(props: Partial<SentinelDeploymentProps> = {}): Manifest[] {
  const chart = testChart({ namespace: 'shop' });
  new SentinelDeployment(chart, 'Sentinel', { config: new RedisConfig(chart, 'redis', { sentinel: { replicas: 5 } }), ...props });
  return synth(chart);
}

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

test('runs as non-root, on a read-only root file system, without any capability', () => {
  expect(podSpec(sentinelManifests(), 'Deployment', 'redis-sentinel').containers[0].securityContext).toMatchObject({
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
