/**
 * F21. A set that runs by the article's own manifests, with data, is replaced by ours under the same names: docs/operations/coming-from-the-article.md.
 *
 * 1. The writers are stopped.
 * 2. SAVE on every member: SIGTERM does not reach the article's Redis, so what is not saved then is lost.
 * 3. The password is put into a Secret.
 * 4. The article's StatefulSets and its Deployment are deleted and their pods awaited: half of the article's set and half of ours would not know each
 *    other's names. They cannot be changed in place anyway, because podManagementPolicy is another one.
 * 5. Ours are applied, with `perNamespace: false`, so that each member finds its folder. All come up quarantined, and the newest snapshot wins.
 */
import { articleManifests } from '../scenario-kit/article-manifests';
import { isWorkload } from '../scenario-kit/kube/manifests';
import { RedisSet } from '../scenario-kit/redis/redis-set';
import { anotherMaster, CLIENT_NODE, emptyCluster, manifests, result, saved, Scenario, theMaster, writing } from '../scenario-kit/scenario';

const PASSWORD = 'redis#123';
const PROPS = { shardPods: { storage: { perNamespace: false } } };

/** The article's sentinels know its replicas by addresses, and a former master by its name as well. */
async function articleInOrder(set: RedisSet): Promise<void> {
  await set.until("the article's set is up", 60_000, async () => {
    const { members, sentinels } = await set.view();
    return members.filter(({ role }) => role === 'master').length === 1
      && members.filter(({ link }) => link === 'connected').length === 2
      && sentinels.every(({ replicas, otherSentinels }) => replicas >= 2 && otherSentinels === 2);
  });
}

describe.each([
  ['as it was installed', false],
  ['after a failover', true],
])("when the article's set is replaced, %s", (when, failedOver) => {
  let story: Scenario;
  let forgotten: string | undefined;

  /** Not what was acknowledged: the article's own failover loses some of that. */
  let before: Set<string>;

  async function missing(): Promise<string[]> {
    const now = await story.set.keysOf(await theMaster(story.set));
    return [...before].filter(key => !now.has(key));
  }

  beforeAll(async () => {
    const set = await emptyCluster(`coming-from-the-article-${when}`, PROPS, PASSWORD);
    set.cluster.apply(articleManifests(PASSWORD));
    await articleInOrder(set);
    story = { set, writer: await set.startWriter(CLIENT_NODE) };
    await writing(story);
  });

  afterAll(async () => story?.set.close());

  if (failedOver) {
    test('another one than the first member was the master', async () => {
      const { set } = story;
      forgotten = (await theMaster(set)).name;
      await set.askSentinel(set.sentinelPods[0], 'SENTINEL FAILOVER mymaster');
      await anotherMaster(set, forgotten, 30_000);
      await articleInOrder(set);
      await writing(story);
    });
  }

  test(`its data was saved when nobody wrote any more${failedOver ? ', but on the former master' : ''}, and its pods ended`, async () => {
    const { set, writer } = story;
    await writer.stop();
    before = await set.keysOf(await theMaster(set));
    for (const pod of set.memberPods.filter(({ name }) => name !== forgotten)) await saved(set, pod);
    await set.cluster.delete(articleManifests(PASSWORD).filter(isWorkload));
    expect(set.memberPods).toEqual([]);
  });

  test('ours came up in order, with every key', async () => {
    const { set } = story;
    set.cluster.apply(manifests(PROPS));
    await set.inOrder(60_000);
    expect(before.size).toBeGreaterThan(100);
    expect(await missing()).toEqual([]);
  });

  test('they wrote append-only files from then on, and served', async () => {
    const { set } = story;
    story = { set, writer: await set.startWriter(CLIENT_NODE, { name: 'later' }) };
    await writing(story);
    for (const pod of set.memberPods) expect(await set.ask(pod, 'CONFIG GET appendonly')).toEqual({ appendonly: 'yes' });
    expect((await result(story)).lost).toBe(0);
    expect(await missing()).toEqual([]);
  });
});
