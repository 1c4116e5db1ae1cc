/**
 * What a newcomer sees first has to be right: the summary, and what happens where a set is not.
 */
import { execFileSync } from 'child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { RedisSentinelHostPath, RedisSentinelHostPathProps } from '../../src';
import { quickstart } from '../../tools/quickstart/quickstart';

const ROOT = join(__dirname, '..', '..');
const MANIFEST = join(ROOT, 'examples', 'article', 'dist', 'article.k8s.yaml');

class TestChart extends Chart {
  public readonly redis: RedisSentinelHostPath;

  constructor(app: App, props?: RedisSentinelHostPathProps) {
    super(app, 'test');
    this.redis = new RedisSentinelHostPath(this, 'redis', props);
  }
}

let scratch: string;
let printed: string;
let complained: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'quickstart-'));
  printed = '';
  complained = '';
  jest.spyOn(console, 'log').mockImplementation(text => { printed += text; });
  jest.spyOn(console, 'error').mockImplementation(text => { complained += text; });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(scratch, { recursive: true });
});

describe('npm run quickstart', () => {
  let output: string;

  beforeAll(() => {
    rmSync(MANIFEST, { force: true });
    output = execFileSync('npm', ['run', '--silent', 'quickstart'], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
  }, 60_000);

  test('writes the article\'s manifest, the same as the golden one', () => {
    expect(readFileSync(MANIFEST, 'utf8')).toBe(readFileSync(join(ROOT, 'examples', 'article', 'article.k8s.yaml'), 'utf8'));
  });

  test('lists every object with what it is for', () => {
    expect(output).toContain('examples/article/dist/article.k8s.yaml: 12 objects, valid for Kubernetes 1.28 to 1.37');
    expect(output).toMatch(/StatefulSet +defaultapp-redis-a +shard a: the master of a new set/);
    expect(output).toMatch(/Service +defaultapp-redis-sentinel +where clients ask for the master/);
    expect(output).toMatch(/Service +defaultapp-redis-sentinel-headless +gives the address of every sentinel, for the set itself/);
    expect(output).not.toContain('your own');
  });

  test('says how to label the six nodes and where to make the data folder', () => {
    for (const shard of ['a', 'b', 'c']) {
      expect(output).toContain(`kubectl label node <home-of-defaultapp-redis-${shard}> storage-selector=node-${shard}-master\n`);
      expect(output).toContain(`kubectl label node <backup-of-defaultapp-redis-${shard}> storage-selector=node-${shard}-slave\n`);
    }
    expect(output).toContain('sudo mkdir -p /data/redis_data\n');
  });

  test('says how to apply it and how a client connects', () => {
    expect(output).toContain('kubectl apply -f examples/article/dist/article.k8s.yaml\n');
    expect(output).toContain('defaultapp-redis-sentinel.default-ns.svc.cluster.local, port 26379');
    expect(output).toContain('name: \'mymaster\', password, sentinelPassword: password');
  });

  test('fits a screen', () => {
    expect(output.split('\n').length).toBeLessThanOrEqual(46);
  });
});

test('the Secret gets exactly the password that was typed, and no argument holds it', () => {
  const folder = join(scratch, 'bin');
  mkdirSync(folder);
  writeFileSync(join(folder, 'kubectl'), `#!/bin/sh\necho "$*" >>${scratch}/arguments\ncat >${scratch}/password\n`);
  chmodSync(join(folder, 'kubectl'), 0o755);
  quickstart(app => new TestChart(app), join(scratch, 'dist'));
  const command = /\(IFS= read[^)]*\)/.exec(printed)![0];

  const password = ' p"w\\d #$x ';
  execFileSync('bash', ['-c', command], { input: `${password}\n`, env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` } });

  expect(readFileSync(join(scratch, 'password'), 'utf8')).toBe(password);
  expect(readFileSync(join(scratch, 'arguments'), 'utf8')).toBe('-n default create secret generic redis-auth --from-file=password=/dev/stdin\n');
});

test('an invalid prop ends in its message, without a stack and without a manifest', () => {
  const folder = join(scratch, 'dist');
  quickstart(app => new TestChart(app), folder);
  const code = quickstart(app => new TestChart(app, { sentinel: { quorum: 9 } }), folder);

  expect(code).toBe(1);
  expect(complained).toMatch(/^sentinel\.quorum is 9; allowed: /);
  expect(complained).not.toMatch(/\n\s+at /);
  expect(existsSync(folder)).toBe(false);
});

test('an object that Kubernetes would refuse ends in its name and field, and without a manifest', () => {
  const folder = join(scratch, 'dist');
  const code = quickstart(app => {
    const chart = new TestChart(app);
    ApiObject.of(chart.redis.shards[0].statefulSet).addJsonPatch(JsonPatch.replace('/spec/replicas', 'one'));
    return chart;
  }, folder);

  expect(code).toBe(1);
  expect(complained).toContain('StatefulSet/redis-a: spec.replicas: ');
  expect(existsSync(folder)).toBe(false);
});
