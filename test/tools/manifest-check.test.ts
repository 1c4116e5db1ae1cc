import { execFileSync, spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
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
    service: object('v1', 'Service', { spec: { ports: [{ port: 80, targetPort: 'http' }, { port: 81, targetPort: 81 }] } }),
    statefulSet: object('apps/v1', 'StatefulSet', { spec: { serviceName: 'x', ...workload } }),
    deployment: object('apps/v1', 'Deployment', { spec: workload }),
    disruptionBudget: object('policy/v1', 'PodDisruptionBudget', { spec: { maxUnavailable: 1 } }),
    networkPolicy: object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {} } }),
  };
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
    'StatefulSet/x: spec.template.spec.containers[0].imagePulPolicy: unknown field; did you mean imagePullPolicy? (Kubernetes 1.28, 1.29)',
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
  ['service', manifest => { manifest.spec.ports[0].targetPort = true; }, 'spec.ports[0].targetPort: must be an integer or a string, but is true'],
  ['deployment', manifest => { manifest.spec.template = 'x'; }, 'spec.template: must be an object, but is "x"'],
])('a mistyped field of a %s is refused', (kind, spoil, problem) => {
  expect(problemsOf(kind, spoil)).toContainEqual(expect.stringContaining(problem));
});

test.each<[string, (manifest: Manifest) => void, string]>([
  ['statefulSet', manifest => { delete manifest.spec.serviceName; }, 'spec.serviceName'],
  ['statefulSet', manifest => { delete manifest.spec.template.spec.containers[0].name; }, 'spec.template.spec.containers[0].name'],
  ['deployment', manifest => { delete manifest.spec.selector; }, 'spec.selector'],
  ['service', manifest => { delete manifest.spec.ports[0].port; }, 'spec.ports[0].port'],
])('a required field that is missing from a %s is named', (kind, spoil, path) => {
  expect(problemsOf(kind, spoil)).toContainEqual(expect.stringContaining(`${path}: required field is missing`));
});

test('a kind that the API does not have is named', () => {
  expect(problemsOf('deployment', manifest => { manifest.apiVersion = 'v1'; })).toEqual(['Deployment/x: kind: v1 has no Deployment (Kubernetes 1.28, 1.29)']);
  expect(problemsOf('deployment', manifest => { manifest.kind = 'Deploymint'; })).toEqual(['Deploymint/x: kind: apps/v1 has no Deploymint (Kubernetes 1.28, 1.29)']);
});

test('what is no Kubernetes object is refused', () => {
  expect(checkManifests([{ metadata: { name: 'x' } }])).toEqual([
    'undefined/x: kind: is no Kubernetes object: apiVersion and kind must be there (Kubernetes 1.28, 1.29)',
  ]);
});

test.each<[string, string, (manifest: Manifest) => void, string]>([
  ['a workload that does not select its own pods', 'deployment', manifest => { manifest.spec.template.metadata.labels.app = 'y'; },
    'spec.selector.matchLabels.app: is "x", but the pods\' label is "y"'],
  ['a mount of no volume', 'statefulSet', manifest => { manifest.spec.template.spec.volumes = []; },
    'spec.template.spec.containers[0].volumeMounts[0].name: is "data", which is none of the pod\'s volumes'],
  ['a name that is no DNS subdomain', 'secret', manifest => { manifest.metadata.name = 'X'; }, 'metadata.name: must be a DNS subdomain, but is "X"'],
  ['a port out of range', 'service', manifest => { manifest.spec.ports[0].port = 65536; }, 'spec.ports[0].port: must be from 1 to 65535, but is 65536'],
  ['a weight out of range', 'deployment', manifest => {
    const preference = { matchExpressions: [{ key: 'x', operator: 'Exists' }] };
    manifest.spec.template.spec.affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, preference }] } };
  }, 'preferredDuringSchedulingIgnoredDuringExecution[0].weight: must be from 1 to 100, but is 0'],
])('%s is refused', (_, kind, spoil, problem) => {
  expect(problemsOf(kind, spoil)).toContainEqual(expect.stringContaining(problem));
});

test('an object that is there twice is named', () => {
  expect(checkManifests([good().secret, good().secret])).toEqual(['Secret/default/x: is there more than once']);
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-check-'));
  const main = join(__dirname, '..', '..', 'tools', 'manifest-check', 'main.ts');
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const run = (...args: string[]) => spawnSync('npx', ['tsx', main, ...args], { encoding: 'utf8' });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('passes a good file', () => {
    const manifest = file('good.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n---\n');
    expect(execFileSync('npx', ['tsx', main, manifest], { encoding: 'utf8' })).toBe('1 objects, 0 problems (Kubernetes 1.28, 1.29)\n');
  });

  test('names the file and exits with 1 at a problem', () => {
    const { status, stdout } = run(file('bad.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndatta: {}\n'));
    expect(stdout).toContain('bad.yaml: ConfigMap/x: datta: unknown field; did you mean data?');
    expect(status).toBe(1);
  });

  test('exits with 2 at YAML that cannot be read, such as a key that is there twice', () => {
    const { status, stderr } = run(file('twice.yaml', 'kind: A\nkind: B\n'));
    expect(stderr).toContain('Map keys must be unique');
    expect(status).toBe(2);
  });

  test('exits with 2 where no file is named', () => {
    expect(run().status).toBe(2);
  });
});
