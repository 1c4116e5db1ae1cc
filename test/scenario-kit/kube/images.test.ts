/**
 * The images: a container runs the Redis or Valkey that its manifest names, by the programs and names that a set relies on.
 */
import { until } from '../until';
import { Cluster } from './cluster';
import { IMAGES } from './images';
import { kubeObjects } from './manifests';

const PASSWORD = 'open sesame';

/** What alpine's images have and a script may use. */
const APPLETS = [
  'sh', 'awk', 'cat', 'chmod', 'chown', 'cut', 'date', 'dirname', 'env', 'find', 'grep', 'head', 'hostname', 'id', 'ln', 'ls', 'mkdir', 'mktemp',
  'mv', 'nc', 'nslookup', 'printf', 'ps', 'rm', 'sed', 'sleep', 'sort', 'stat', 'sync', 'tail', 'test', 'timeout', 'touch', 'tr', 'wc', 'xargs',
];

function manifests(name: string, image: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { clusterIP: None, selector: { app: ${name} }, ports: [{ port: 6379 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name}, namespace: shop }
spec:
  serviceName: ${name}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: server
          image: "${image}"
          command: [redis-server, --requirepass, "${PASSWORD}", --port, "6379"]
          securityContext: { runAsUser: 999, runAsGroup: 1000, allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
          readinessProbe: { tcpSocket: { port: 6379 }, periodSeconds: 1 }
`;
}

describe('the images', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.create('images');
    await cluster.addNode('node');
  });

  afterAll(async () => cluster.close());

  describe.each([
    { name: 'machine', image: IMAGES.machine, family: 'redis', expected: /^([789]|\d\d)\./ },
    { name: 'redis8', image: IMAGES.redis8, family: 'redis', expected: /^8\./ },
    { name: 'valkey', image: IMAGES.valkey, family: 'valkey', expected: /^8\./ },
  ])('$image', ({ name, image, family, expected }) => {
    const exec = async (...command: string[]) => cluster.pod(`${name}-0`).container('server').running.exec(command, 5_000);
    const ask = async (...command: string[]) => exec('env', `REDISCLI_AUTH=${PASSWORD}`, 'redis-cli', ...command);

    test('serves under the name of its Service to those who know the password', async () => {
      cluster.apply(kubeObjects(manifests(name, image)));
      await until(() => cluster.pod(`${name}-0`).ready, { within: 10_000, what: `${name}-0 is ready`, describe: () => cluster.describe() });
      expect(await ask('-h', `${name}.shop.svc.cluster.local`, 'ping')).toBe('PONG\n');
      expect(await exec('redis-cli', '-h', name, 'ping')).toContain('NOAUTH');
      await expect(ask('-h', 'nobody.shop.svc.cluster.local', 'ping')).rejects.toThrow('Could not connect');
    });

    test('is of the expected version, whatever program is asked', async () => {
      const [, version] = new RegExp(`^${family} server v=(\\S+)`, 'i').exec(await exec('redis-server', '--version'))!;
      expect(version).toMatch(expected);
      expect(await exec('redis-cli', '--version')).toBe(`${family}-cli ${version}\n`);
      expect(await ask('info', 'server')).toContain(`${family}_version:${version}\r\n`);
    });

    test('has a sentinel', async () => {
      await exec('sh', '-c', 'printf "port 26379\\nsentinel monitor shop 127.0.0.1 6379 1\\n" > /data/sentinel.conf');
      await exec('redis-sentinel', '/data/sentinel.conf', '--daemonize', 'yes');
      const masters = async () => exec('redis-cli', '-p', '26379', 'sentinel', 'get-master-addr-by-name', 'shop');
      expect(await until(masters, { within: 5_000, what: 'the sentinel answers' })).toBe('127.0.0.1\n6379\n');
    });

    test('has what scripts need', async () => {
      const missing = `for program in ${APPLETS.join(' ')}; do command -v "$program" > /dev/null || echo "$program"; done`;
      expect(await exec('sh', '-c', missing)).toBe('');
      expect(await exec('sh', '-c', 'timeout 5 sleep 0.01 && timeout 0.1 sleep 5; echo $?')).toMatch(/^(124|143)\n$/);
      expect(await exec('id')).toBe('uid=999(redis) gid=1000(redis)\n');
      expect(await exec('stat', '-c', '%a %u:%g', '/data', '/tmp')).toBe('755 999:1000\n1777 0:0\n');
    });
  });

  test('an image of any other name is this machine\'s Redis', async () => {
    cluster.apply(kubeObjects(manifests('other', 'registry.example/redis:7.2.5-alpine3.20')));
    const versionOf = async (pod: string) => until(async () => cluster.pod(pod).container('server').running.exec(['redis-server', '--version'], 5_000),
      { within: 10_000, what: `${pod} answers`, describe: () => cluster.describe() });
    expect(await versionOf('other-0')).toBe(await versionOf('machine-0'));
  });
});
