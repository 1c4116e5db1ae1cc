/**
 * Somebody follows docs/getting-started.md from the top to the bottom, and sees what it says. How the page is read: test/docs/steps.ts.
 *
 * Two of its skipped blocks are done by other means: the packages are this repository and what it has installed, since the lab has no
 * network, and the folders are made without ssh. The other two only watch, or take away what the next test needs.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ClusterSet, DATA_FOLDER, PASSWORD, pendingSet } from './cluster-set';
import { describeOnLab } from './kube/existing';
import { kubectl, shell } from './kube/kubectl';
import { labNode } from './lab/lab';
import { notPrinted, steps } from '../docs/steps';
import { known, theMaster } from '../scenario-kit/redis/steps';

const ROOT = join(__dirname, '../..');
const PACKAGE = 'cdk8s-redis-sentinel-hostpath';
const PACKAGES = ['cdk8s', 'cdk8s-plus-28', 'constructs', 'tsx'];
const STEPS = steps(readFileSync(join(ROOT, 'docs/getting-started.md'), 'utf8'));

const NAMESPACE = 'shop';
const HOMES = { 'redis-a-0': 'node-a-master', 'redis-b-0': 'node-b-master', 'redis-c-0': 'node-c-master' };
const ORDER_MS = 120_000;

describeOnLab('when somebody gets started by the page', () => {
  const followed = new Set<string>();
  let folder: string;
  let set: ClusterSet;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'getting-started-'));
    install(folder);
  });

  afterAll(async () => {
    await set?.close();
    rmSync(folder, { recursive: true });
  });

  /** All steps below a heading. */
  async function follow(heading: string, typed = ''): Promise<void> {
    followed.add(heading);
    for (const { file, text, line, prints } of STEPS.filter(step => step.heading === heading)) {
      if (file !== undefined) {
        writeFileSync(join(folder, file), text);
        continue;
      }
      const printed = await shell(`cd '${folder}'\n${text}`, typed);
      const missing = notPrinted(prints, printed);
      if (missing !== undefined) throw new Error(`the commands at line ${line} did not print "${missing}", but:\n${printed}`);
    }
  }

  /** So that Sentinel may choose each of the replicas; a reader is slower than a test. */
  async function inOrder(): Promise<void> {
    await set.inOrder(ORDER_MS);
    await known(set, ORDER_MS);
  }

  test('the app synthesises twelve objects', async () => {
    await follow('The app');
    const objects = await kubectl('create', '--dry-run=client', '-o', 'name', '-f', join(folder, 'dist/shop.k8s.yaml'));
    expect(objects.trim().split('\n')).toHaveLength(12);
  });

  test('the nodes bear their labels', async () => {
    await follow('The nodes');
    for (const node of Object.values(HOMES)) expect(await kubectl('get', 'nodes', '-l', `storage-selector=${node}`, '-o', 'name')).toBe(`node/${node}\n`);
  });

  test('the password that is typed is in the Secret as it is', async () => {
    await follow('The password', `${PASSWORD}\n`);
    set = await pendingSet(NAMESPACE, { name: 'redis' }, { secret: false });
    const encoded = await kubectl('-n', NAMESPACE, 'get', 'secret', 'redis-auth', '-o', 'jsonpath={.data.password}');
    expect(Buffer.from(encoded, 'base64').toString()).toBe(PASSWORD);
  });

  test('applied, three members run on their home nodes, and three sentinels, all ready', async () => {
    await follow('Apply');
    await inOrder();
    expect(Object.fromEntries(set.memberPods.map(({ name, nodeName }) => [name, nodeName]))).toEqual(HOMES);
    expect(set.sentinelPods).toHaveLength(3);
    await set.until('all are ready', ORDER_MS, () => [...set.memberPods, ...set.sentinelPods].every(({ ready }) => ready));
  });

  test('a write goes to the first shard', async () => {
    await follow('Connect');
    expect((await theMaster(set)).name).toBe('redis-a-0');
  });

  test('with the master\'s pod deleted another member goes on, and the pod comes back to its node as a replica', async () => {
    const { uid } = await theMaster(set);
    await follow('Take the master away');
    expect((await theMaster(set)).name).not.toBe('redis-a-0');
    expect(set.pod('a').uid).not.toBe(uid);
    expect(set.pod('a').nodeName).toBe(HOMES['redis-a-0']);
    await inOrder();
  });

  test('with the master killed another member goes on, and the pod stays', async () => {
    const { name, uid } = await theMaster(set);
    await follow('Kill the master');
    expect((await theMaster(set)).name).not.toBe(name);
    await inOrder();
    expect(set.cluster.pod(name).uid).toBe(uid);
    await set.until('its container has restarted', ORDER_MS, () => set.cluster.pod(name).restarts > 0);
    expect(set.cluster.pod(name).restarts).toBe(1);
  });

  test('cleaned up, nothing is left but the data', async () => {
    await follow('Clean up');
    expect(await kubectl('get', 'namespace', NAMESPACE, '--ignore-not-found')).toBe('');
    for (const [pod, node] of Object.entries(HOMES)) {
      expect(existsSync(labNode(node).disk(`${DATA_FOLDER}/${NAMESPACE}/${pod}/appendonlydir`))).toBe(true);
    }
  });

  test('no step of the page was left out', () => {
    expect([...followed]).toEqual([...new Set(STEPS.map(({ heading }) => heading))]);
  });
});

/** What `npm install` would bring, as links. test/package.test.ts tries the package as it is published. */
function install(folder: string): void {
  if (!existsSync(join(ROOT, 'lib/index.js'))) throw new Error('lib/ is missing: run "npx projen compile" first.');
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  symlinkSync(ROOT, join(modules, PACKAGE));
  for (const name of PACKAGES) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  symlinkSync(join(ROOT, 'node_modules/.bin/tsx'), join(modules, '.bin/tsx'));
}
