import { checkManifests } from '../../tools/manifest-check/check-manifests';
import { Manifest } from '../support';

/** A valid object of each kind that a set has, and a Secret, to be spoilt by the tests. */
function good(): Record<string, Manifest> {
  const pod = { containers: [{ name: 'redis', image: 'redis', volumeMounts: [{ name: 'data', mountPath: '/data' }] }], volumes: [{ name: 'data', emptyDir: {} }] };
  const workload = { selector: { matchLabels: { app: 'x' } }, template: { metadata: { labels: { app: 'x' } }, spec: pod } };
  const object = (apiVersion: string, kind: string, rest: Manifest) => structuredClone({ apiVersion, kind, metadata: { name: 'x' }, ...rest });
  return {
    configMap: object('v1', 'ConfigMap', { data: { key: 'value' } }),
    secret: object('v1', 'Secret', { stringData: { key: 'value' } }),
    service: object('v1', 'Service', { spec: { ports: [{ name: 'a', port: 80, targetPort: 'http' }, { name: 'b', port: 81, targetPort: 81 }] } }),
    statefulSet: object('apps/v1', 'StatefulSet', { spec: { serviceName: 'x', ...workload } }),
    deployment: object('apps/v1', 'Deployment', { spec: workload }),
    disruptionBudget: object('policy/v1', 'PodDisruptionBudget', { spec: { maxUnavailable: 1 } }),
    networkPolicy: object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {} } }),
  };
}

/** The first container of a workload. */
function container(manifest: Manifest): Manifest {
  return manifest.spec.template.spec.containers[0];
}

function prefer(manifest: Manifest, weight: number): void {
  const preference = { matchExpressions: [{ key: 'x', operator: 'Exists' }] };
  manifest.spec.template.spec.affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, preference }] } };
}

/** The problems of one good object after `spoil`. */
function problemsOf(kind: string, spoil: (manifest: Manifest) => void): string[] {
  const manifest = good()[kind];
  spoil(manifest);
  return checkManifests([manifest]);
}

test('good objects of every kind that a set has pass', () => {
  expect(checkManifests(Object.values(good()))).toEqual([]);
});

test('an unknown field is named, with the field that was meant', () => {
  expect(problemsOf('statefulSet', manifest => { manifest.spec.template.spec.containers[0].imagePulPolicy = 'Always'; })).toEqual([
    'StatefulSet/x: spec.template.spec.containers[0].imagePulPolicy: unknown field; did you mean imagePullPolicy? (Kubernetes 1.28 to 1.37)',
  ]);
});

test('of several near fields the nearest is suggested', () => {
  expect(problemsOf('service', manifest => { manifest.spec.clusterIPss = []; })).toEqual([
    'Service/x: spec.clusterIPss: unknown field; did you mean clusterIPs? (Kubernetes 1.28 to 1.37)',
  ]);
});

test('a field that only a newer version knows is a problem of the older one', () => {
  // `sleep` came to lifecycle handlers with 1.29.
  expect(problemsOf('deployment', manifest => { manifest.spec.template.spec.containers[0].lifecycle = { preStop: { sleep: { seconds: 5 } } }; })).toEqual([
    'Deployment/x: spec.template.spec.containers[0].lifecycle.preStop.sleep: unknown field (Kubernetes 1.28)',
  ]);
});

test.each<[string, (manifest: Manifest) => void, string]>([
  ['statefulSet', manifest => { manifest.spec.replicas = '1'; }, 'spec.replicas: must be an integer, but is "1"'],
  ['statefulSet', manifest => { manifest.spec.replicas = 1.5; }, 'spec.replicas: must be an integer, but is 1.5'],
  ['configMap', manifest => { manifest.immutable = 'no'; }, 'immutable: must be true or false, but is "no"'],
  ['configMap', manifest => { manifest.data = ['a']; }, 'data: must be an object, but is ["a"]'],
  ['configMap', manifest => { manifest.data.key = 1; }, 'data.key: must be a string, but is 1'],
  ['configMap', manifest => { manifest.data['redis.conf'] = null; }, 'data["redis.conf"]: must be a string, but is null'],
  ['service', manifest => { manifest.spec.ports = { port: 80 }; }, 'spec.ports: must be a list, but is {"port":80}'],
  ['service', manifest => { manifest.spec.ports[0].targetPort = true; }, 'spec.ports[0].targetPort: must be an integer, or a string that is no number, but is true'],
  ['service', manifest => { manifest.spec.ports[0].targetPort = '80'; }, 'spec.ports[0].targetPort: must be an integer, or a string that is no number, but is "80"'],
  ['deployment', manifest => { container(manifest).resources = { limits: { memory: '256mb' } }; }, 'limits.memory: must be a quantity such as 500m or 256Mi, but is "256mb"'],
  ['deployment', manifest => { container(manifest).image = ['redis']; }, 'spec.template.spec.containers[0].image: must be a string, but is ["redis"]'],
  ['deployment', manifest => { manifest.metadata.deletionTimestamp = '2024'; }, 'metadata.deletionTimestamp: must be a date and time such as 2024-01-31T12:00:00Z, but is "2024"'],
  ['deployment', manifest => { manifest.spec.template = 'x'; }, 'spec.template: must be an object, but is "x"'],
])('a mistyped field of a %s is refused: %#', (kind, spoil, problem) => {
  expect(problemsOf(kind, spoil)).toContainEqual(expect.stringContaining(problem));
});

test.each([1, 0.5, '100m', '256Mi', '1e3', '.5', '2G'])('the quantity %p passes', quantity => {
  expect(problemsOf('deployment', manifest => { container(manifest).resources = { requests: { cpu: quantity } }; })).toEqual([]);
});

test('base64 in a Secret passes', () => {
  expect(problemsOf('secret', manifest => { manifest.data = { key: 'YQ==', empty: '' }; })).toEqual([]);
});

test.each<[string, Manifest]>([
  ['data that is no base64', { data: { key: 'hunter2!' } }],
  ['text that is no string', { stringData: { key: { deep: 'hunter2!' } } }],
  ['data that is no map', { data: 'hunter2!' }],
])('%s is refused without repeating the secret', (_, spoilt) => {
  const problems = problemsOf('secret', manifest => { Object.assign(manifest, spoilt); });
  expect(problems).toHaveLength(1);
  expect(problems[0]).not.toContain('hunter2');
});

test('fields whose names the client had to change are known by their own names', () => {
  expect(problemsOf('networkPolicy', manifest => { manifest.spec.ingress = [{ from: [{ podSelector: {} }] }]; })).toEqual([]);
  expect(problemsOf('networkPolicy', manifest => { manifest.spec.ingress = [{ _from: [] }]; })).toEqual([
    'NetworkPolicy/x: spec.ingress[0]._from: unknown field; did you mean from? (Kubernetes 1.28 to 1.37)',
  ]);
});

test('a value of 60 letters or more is cut short in a message', () => {
  const [problem] = problemsOf('configMap', manifest => { manifest.data = ['x'.repeat(1000)]; });
  expect(problem).toMatch(/^ConfigMap\/x: data: must be an object, but is \["x{58}… /);
});

test.each<[string, (manifest: Manifest) => void, string]>([
  ['statefulSet', manifest => { delete manifest.spec.serviceName; }, 'spec.serviceName'],
  ['statefulSet', manifest => { delete manifest.spec.template.spec.containers[0].name; }, 'spec.template.spec.containers[0].name'],
  ['deployment', manifest => { delete manifest.spec.selector; }, 'spec.selector'],
  ['service', manifest => { delete manifest.spec.ports[0].port; }, 'spec.ports[0].port'],
  ['statefulSet', manifest => { delete manifest.spec; }, 'spec'],
  ['deployment', manifest => { delete manifest.spec.template.spec; }, 'spec.template.spec'],
])('a required field that is missing from a %s is named: %#', (kind, spoil, path) => {
  expect(problemsOf(kind, spoil)).toContainEqual(expect.stringContaining(`${path}: required field is missing`));
});

test.each<[string, string, string]>([
  ['v1', 'Deployment', 'kind: v1 has no Deployment'],
  ['apps/v1', 'Deploymint', 'kind: apps/v1 has no Deploymint; did you mean Deployment?'],
  ['apps/v1', 'Deployment(', 'kind: apps/v1 has no Deployment(; did you mean Deployment?'],
  ['v1', 'PodBinding', 'kind: v1 has no PodBinding'],
  ['apps/v2', 'Deployment', 'apiVersion: there is no apps/v2'],
  ['apps.k8s.io/v1', 'Deployment', 'apiVersion: there is no apps.k8s.io/v1'],
  ['networking/v1', 'NetworkPolicy', 'apiVersion: there is no networking/v1'],
  ['apps/v1/x', 'Deployment', 'apiVersion: there is no apps/v1/x'],
  ['', 'ConfigMap', 'apiVersion: there is no empty apiVersion'],
])('%p has no %p', (apiVersion, kind, problem) => {
  expect(checkManifests([{ apiVersion, kind, metadata: { name: 'x' } }])).toEqual([`${kind}/x: ${problem} (Kubernetes 1.28 to 1.37)`]);
});

test.each([[{ metadata: { name: 'x' } }], ['text'], [[]], [null], [{ kind: 'Secret' }]])('%j is no Kubernetes object', manifest => {
  expect(checkManifests([manifest])).toContainEqual(expect.stringContaining('is no Kubernetes object: apiVersion and kind must be there'));
});

test.each([null, 'text', 7, [null], ['text'], { name: 'x' }])('%j in the place of any part of a pod ends in a message, not in an exception', spoilt => {
  for (const part of ['containers', 'initContainers', 'volumes', 'affinity']) {
    expect(problemsOf('deployment', manifest => { manifest.spec.template.spec[part] = spoilt; })).not.toEqual([]);
  }
  for (const part of ['volumeMounts', 'livenessProbe', 'env', 'ports']) {
    expect(problemsOf('deployment', manifest => { container(manifest)[part] = spoilt; })).not.toEqual([]);
  }
});

test.each<[string, string, (manifest: Manifest) => void, string]>([
  ['a workload that does not select its own pods', 'deployment', manifest => { manifest.spec.template.metadata.labels.app = 'y'; },
    'spec.selector.matchLabels.app: is "x", but the pods\' label is "y"'],
  ['a mount of no volume', 'statefulSet', manifest => { manifest.spec.template.spec.volumes = []; },
    'spec.template.spec.containers[0].volumeMounts[0].name: is "data", which is none of the pod\'s volumes'],
  ['a mount of no volume in an init container', 'deployment', manifest => {
    manifest.spec.template.spec.initContainers = [{ name: 'init', volumeMounts: [{ name: 'x', mountPath: '/x' }] }];
  }, 'spec.template.spec.initContainers[0].volumeMounts[0].name: is "x", which is none of the pod\'s volumes'],
  ['a path that is mounted twice', 'deployment', manifest => { container(manifest).volumeMounts.push({ name: 'data', mountPath: '/data' }); },
    'spec.template.spec.containers[0].volumeMounts: mountPath "/data" is there more than once'],
  ['a volume of the same name', 'deployment', manifest => { manifest.spec.template.spec.volumes.push({ name: 'data', emptyDir: {} }); },
    'spec.template.spec.volumes: name "data" is there more than once'],
  ['an init container of the same name', 'deployment', manifest => { manifest.spec.template.spec.initContainers = [{ name: 'redis' }]; },
    'spec.template.spec.containers: name "redis" is there more than once'],
  ['an empty selector', 'statefulSet', manifest => { manifest.spec.selector = {}; }, 'spec.selector: must not be empty'],
  ['a name that is no DNS subdomain', 'secret', manifest => { manifest.metadata.name = 'X'; }, 'metadata.name: must be a DNS subdomain, but is "X"'],
  ['a name with an empty part', 'secret', manifest => { manifest.metadata.name = 'a..b'; }, 'metadata.name: must be a DNS subdomain, but is "a..b"'],
  ['a name of 254 letters', 'secret', manifest => { manifest.metadata.name = 'a'.repeat(254); }, 'metadata.name: must be a DNS subdomain, but is "aaa'],
  ['a missing name', 'secret', manifest => { delete manifest.metadata; }, 'metadata.name: must be a DNS subdomain, but is missing'],
  ['a Service whose name has a dot', 'service', manifest => { manifest.metadata.name = 'a.b'; }, 'metadata.name: must be a DNS label that begins with a letter, but is "a.b"'],
  ['a Service whose name has 64 letters', 'service', manifest => { manifest.metadata.name = 'a'.repeat(64); }, 'metadata.name: must be a DNS label that begins'],
  ['a container whose name is no DNS label', 'deployment', manifest => { container(manifest).name = 'my_redis'; }, 'containers[0].name: must be a DNS label, but is "my_redis"'],
  ['a nameless port beside another', 'service', manifest => { delete manifest.spec.ports[1].name; }, 'spec.ports[1].name: required where a Service has several ports'],
  ['a port name that is there twice', 'service', manifest => { manifest.spec.ports[1].name = 'a'; }, 'spec.ports: name "a" is there more than once'],
  ['a port out of range', 'service', manifest => { manifest.spec.ports[0].port = 65536; }, 'spec.ports[0].port: must be from 1 to 65535, but is 65536'],
  ['a port of 0', 'service', manifest => { manifest.spec.ports[0].port = 0; }, 'spec.ports[0].port: must be from 1 to 65535, but is 0'],
  ['a value that an enumeration does not have', 'deployment', manifest => { container(manifest).imagePullPolicy = 'Allways'; },
    'imagePullPolicy: must be Always or IfNotPresent or Never, but is "Allways"'],
  ['a probe with two handlers', 'deployment', manifest => { container(manifest).livenessProbe = { exec: {}, tcpSocket: { port: 1 } }; },
    'containers[0].livenessProbe: needs exactly one of exec, grpc, httpGet and tcpSocket, but has exec, tcpSocket'],
  ['a probe without a handler', 'deployment', manifest => { container(manifest).livenessProbe = { periodSeconds: 1 }; },
    'containers[0].livenessProbe: needs exactly one of exec, grpc, httpGet and tcpSocket, but has none'],
  ['a volume of two kinds', 'deployment', manifest => { manifest.spec.template.spec.volumes[0].hostPath = { path: '/x' }; },
    'spec.template.spec.volumes[0]: takes at most one of the kinds of volumes, but has emptyDir, hostPath'],
  ['a variable with a value and a source', 'deployment', manifest => {
    container(manifest).env = [{ name: 'X', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }];
  }, 'containers[0].env[0]: takes at most one of value and valueFrom, but has value, valueFrom'],
  ['a variable with an empty source', 'deployment', manifest => { container(manifest).env = [{ name: 'X', valueFrom: {} }]; },
    'containers[0].env[0].valueFrom: needs exactly one of the sources of a value, but has none'],
  ['a hook without a handler', 'deployment', manifest => { container(manifest).lifecycle = { preStop: {} }; },
    'containers[0].lifecycle.preStop: needs exactly one of the handlers, but has none'],
  ['a disruption budget with both bounds', 'disruptionBudget', manifest => { manifest.spec.minAvailable = 1; }, 'spec: takes at most one of minAvailable and maxUnavailable'],
  ['a node affinity weight of 0', 'deployment', manifest => { prefer(manifest, 0); },
    'preferredDuringSchedulingIgnoredDuringExecution[0].weight: must be from 1 to 100, but is 0'],
  ['a node affinity weight of 101', 'deployment', manifest => { prefer(manifest, 101); },
    'preferredDuringSchedulingIgnoredDuringExecution[0].weight: must be from 1 to 100, but is 101'],
])('%s is refused', (_, kind, spoil, problem) => {
  expect(problemsOf(kind, spoil)).toContainEqual(expect.stringContaining(problem));
});

test.each<[string, string, (manifest: Manifest) => void]>([
  ['a mount of a volume claim template', 'statefulSet', manifest => {
    manifest.spec.volumeClaimTemplates = [{ metadata: { name: 'claim' }, spec: {} }];
    container(manifest).volumeMounts = [{ name: 'claim', mountPath: '/x' }];
  }],
  ['a probe with one handler', 'deployment', manifest => { container(manifest).livenessProbe = { exec: { command: ['x'] }, periodSeconds: 1 }; }],
  ['a node affinity weight of 1', 'deployment', manifest => { prefer(manifest, 1); }],
  ['a node affinity weight of 100', 'deployment', manifest => { prefer(manifest, 100); }],
  ['the port 65535', 'service', manifest => { manifest.spec.ports[0].port = 65535; }],
  ['a Service with one nameless port', 'service', manifest => { manifest.spec.ports = [{ port: 1 }]; }],
  ['a hostPath of the empty type', 'deployment', manifest => { manifest.spec.template.spec.volumes = [{ name: 'data', hostPath: { path: '/x', type: '' } }]; }],
  ['a label beyond those that are selected', 'deployment', manifest => { manifest.spec.template.metadata.labels.other = 'y'; }],
])('%s passes', (_, kind, spoil) => {
  expect(problemsOf(kind, spoil)).toEqual([]);
});

test('a name of access rules may have a colon, but no slash', () => {
  const role = (name: string) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name } });
  expect(checkManifests([role('system:x')])).toEqual([]);
  expect(checkManifests([role('system/x')])).toEqual([expect.stringContaining('metadata.name: must be usable in a path')]);
});

test('a bound in the schema of a custom resource may have a fraction', () => {
  const schema = { openAPIV3Schema: { 'minimum': 0.5, 'x-kubernetes-int-or-string': true } };
  const spec = { group: 'g', names: { kind: 'K', plural: 'ks' }, scope: 'Namespaced', versions: [{ name: 'v1', served: true, storage: true, schema }] };
  expect(checkManifests([{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'ks.g' }, spec }])).toEqual([]);
});

test('the pods of a CronJob are held to the rules for pods', () => {
  const pod = { restartPolicy: 'Never', containers: [{ name: 'x', volumeMounts: [{ name: 'x', mountPath: '/x' }] }] };
  const spec = { schedule: '* * * * *', jobTemplate: { spec: { template: { spec: pod } } } };
  expect(checkManifests([{ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'x' }, spec }])).toEqual([
    'CronJob/x: spec.jobTemplate.spec.template.spec.containers[0].volumeMounts[0].name: is "x", which is none of the pod\'s volumes (Kubernetes 1.28 to 1.37)',
  ]);
});

test('objects of the same name pass where namespace, kind or API group differs', () => {
  const { secret, configMap } = good();
  const event = (apiVersion: string, rest: Manifest) => ({ apiVersion, kind: 'Event', metadata: { name: 'x' }, ...rest });
  const events = [event('v1', { involvedObject: {} }), event('events.k8s.io/v1', { eventTime: '2024-01-31T12:00:00.000000Z' })];
  expect(checkManifests([secret, configMap, { ...secret, metadata: { name: 'x', namespace: 'y' } }, ...events])).toEqual([]);
});

test('objects without a name are no duplicates of each other', () => {
  const nameless = { apiVersion: 'v1', kind: 'ConfigMap' };
  expect(checkManifests([nameless, nameless])).not.toContainEqual(expect.stringContaining('more than once'));
});

test('one version alone can be asked for', () => {
  const { deployment } = good();
  container(deployment).lifecycle = { preStop: { sleep: { seconds: 5 } } };
  expect(checkManifests([deployment], '1.29')).toEqual([]);
  expect(checkManifests([deployment], '1.28')).toEqual([
    'Deployment/x: spec.template.spec.containers[0].lifecycle.preStop.sleep: unknown field (Kubernetes 1.28)',
  ]);
});

test('an object that is there twice is named', () => {
  expect(checkManifests([good().secret, good().secret])).toEqual(['Secret/default/x: is there more than once']);
});
