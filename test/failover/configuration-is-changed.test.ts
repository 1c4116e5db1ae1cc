/**
 * F12. A setting of all members is changed: three independent StatefulSets are told at the same moment.
 */
import { Size } from 'cdk8s';
import { StatefulSetUpdateStrategy } from 'cdk8s-plus-28';
import { EVERY_IMAGE } from './every-image';
import { ArticleProps } from '../scenario-kit/article-set';
import { RedisSet } from '../scenario-kit/redis/redis-set';
import { DownWatch, replaced } from '../scenario-kit/rollout';
import { manifests, nothingIsLost, scenario, Scenario, writing } from '../scenario-kit/scenario';

const redis = { maxMemory: Size.mebibytes(300) };

async function expectNewSettings(set: RedisSet): Promise<void> {
  for (const pod of set.memberPods) expect(await set.ask(pod, 'CONFIG GET maxmemory')).toEqual({ maxmemory: `${300 * 1024 * 1024}` });
}

describe.each(EVERY_IMAGE)('when a setting of all members is changed, on %s', (label, name) => {
  const image = { name };
  let story: Scenario;

  beforeAll(async () => { story = await scenario(`configuration-is-changed-${label}`, { image }); });
  afterAll(async () => story?.set.close());

  test('every member took it up, one after another, and no sentinel was touched', async () => {
    const { set } = story;
    const before = set.memberPods;
    const sentinels = set.sentinelPods;
    const watch = new DownWatch(set);
    set.cluster.apply(manifests({ image, redis }));
    await replaced(set, before);
    await watch.stop();
    expect(watch.most).toHaveLength(1);
    await expectNewSettings(set);
    expect(set.sentinelPods.map(pod => pod.name)).toEqual(sentinels.map(pod => pod.name));
    expect(set.sentinelPods.map(pod => pod.container('redis-sentinel').restarts)).toEqual([0, 0, 0]);
  });

  test('no write was lost, and there was a writer all the time but 3 s', async () => nothingIsLost(story));
});

describe('when a setting is changed whose pods are replaced on delete only', () => {
  const props: ArticleProps = { shardPods: { updateStrategy: StatefulSetUpdateStrategy.onDelete() } };
  let story: Scenario;

  beforeAll(async () => { story = await scenario('configuration-is-changed-on-delete', props); });
  afterAll(async () => story?.set.close());

  test('nothing happened to any pod', async () => {
    const { set } = story;
    const before = set.cluster.pods;
    set.cluster.apply(manifests({ ...props, redis }));
    await writing(story);
    expect(set.cluster.pods.map(pod => [pod.name, pod.deleted])).toEqual(before.map(pod => [pod.name, false]));
  });

  test('when all were deleted at once, every member took it up, one after another', async () => {
    const { set } = story;
    const before = set.memberPods;
    const watch = new DownWatch(set);
    await Promise.all(before.map(async pod => set.cluster.deletePod(pod)));
    await replaced(set, before);
    await watch.stop();
    expect(watch.most).toHaveLength(1);
    await expectNewSettings(set);
  });

  test('no write was lost, and there was a writer all the time but 3 s', async () => nothingIsLost(story));
});
