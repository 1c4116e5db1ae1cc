/**
 * The article's own manifests run, with data, and are replaced by ours by the steps of docs/operations/coming-from-the-article.md.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import { ClusterSet, manifests, pendingSet } from './cluster-set';
import { shell } from './kube/kubectl';
import { report } from './report';
import { articleManifests } from '../scenario-kit/article-manifests';
import { result, writing } from '../scenario-kit/redis/steps';

/** The article's password stands in a ConfigMap as it is. */
const PASSWORD = 'redis#123';
const NAMESPACE = 'default-ns';
const PROPS = { labels: { appname: 'default-app' }, shardPods: { storage: { perNamespace: false } } };
const ORDER_MS = 180_000;
const STEPS = join(__dirname, '../../docs/operations/coming-from-the-article.md');

describe('when the article\'s set is replaced by ours', () => {
  let set: ClusterSet;
  let before: Set<string>;

  beforeAll(async () => {
    set = await pendingSet(NAMESPACE, PROPS, { password: PASSWORD, secret: false });
    await set.cluster.apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: articleManifests(PASSWORD) }));
    await set.until("the article's set is up", ORDER_MS, async () => {
      const { members, sentinels } = await set.view();
      return members.filter(({ role }) => role === 'master').length === 1
        && members.filter(({ link }) => link === 'connected').length === 2
        && sentinels.length === 3 && sentinels.every(({ replicas, otherSentinels }) => replicas >= 2 && otherSentinels === 2);
    });
  });

  afterAll(async () => set?.close());

  test('it has data', async () => {
    const writer = await set.startWriter('', { name: 'earlier' });
    await writing({ set, writer });
    await writer.stop();
    before = await set.keysOf((await set.master()).pod);
    expect(before.size).toBeGreaterThan(100);
  });

  test('Kubernetes refuses to change its workloads in place, as the steps say', async () => {
    const refused = await set.cluster.apply(manifests(NAMESPACE, PROPS), '--dry-run=server').then(() => '', (error: Error) => error.message);
    expect(refused).toContain('updates to statefulset spec for fields other than');
    expect(readFileSync(STEPS, 'utf8')).toContain('is immutable');
  });

  test('by the commands of the steps, ours come up with every key', async () => {
    for (const commands of commandsOf(STEPS)) await shell(commands);
    expect(set.memberPods).toEqual([]);
    await set.cluster.apply(manifests(NAMESPACE, PROPS));
    await set.inOrder(ORDER_MS);
    const now = await set.keysOf((await set.master()).pod);
    expect([...before].filter(key => !now.has(key))).toEqual([]);
    report("the article's set replaced by ours", { lost: 0, note: `${before.size} keys kept` });
  });

  test('and serve', async () => {
    const story = { set, writer: await set.startWriter('', { name: 'later' }) };
    await writing(story);
    expect((await result(story)).lost).toBe(0);
  });
});

/** Its shell blocks: all steps but the first, which is TypeScript, and the last, `kubectl apply`. */
function commandsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].map(([, commands]) => commands);
}
