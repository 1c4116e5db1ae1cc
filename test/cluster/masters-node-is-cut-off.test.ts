/**
 * The cable of the node on which the master runs is out for a minute, and put back.
 */
import { ClusterStory, clusterStory, nothingConfirmedIsLost } from './cluster-set';
import { ClusterPod } from './kube/cluster-pod';
import { describeOnLab } from './kube/existing';
import { labNode } from './lab/lab';
import { CRASH_GAP_MS, MARGIN_MS } from '../scenario-kit/limits';
import { pause } from '../scenario-kit/pause';
import { anotherMaster, theMaster, writing } from '../scenario-kit/redis/steps';
import { WritableWatch } from '../scenario-kit/redis/writable-watch';

const CUT_MS = 60_000;
const MAX_LAG_MS = 10_000;

/** Replicas report once a second, and Redis counts those that lag once a second. */
const COUNTING_MS = 2_000;

describeOnLab('when the cable of the master\'s node is out for a minute', () => {
  let story: ClusterStory;
  let watch: WritableWatch;
  let old: ClusterPod;
  let cutAt: number;

  beforeAll(async () => {
    story = await clusterStory('cut-off');
    const { set } = story;
    old = await theMaster(set);
    watch = set.watchWritable();
    await set.until('the master accepts direct writes', 10_000, () => watch.acknowledgedBy(old.name).length > 0);
    cutAt = Date.now();
    await labNode(old.nodeName).unplug();
  });

  afterAll(async () => {
    await labNode(old.nodeName).plugIn();
    await story?.set.close();
  });

  test('another master takes over', async () => {
    await anotherMaster(story.set, old.name, 30_000);
    await writing(story);
    expect(story.writer.record.longestGap(cutAt)).toBeLessThan(CRASH_GAP_MS);
  });

  test('the old master takes no more writes once its replicas were silent for max-lag', async () => {
    // The fault lasts that long.
    await pause(cutAt + CUT_MS - Date.now());
    expect(watch.acknowledgedBy(old.name).at(-1)! - cutAt).toBeLessThan(MAX_LAG_MS + COUNTING_MS + MARGIN_MS);
  });

  test('with the cable in, it follows the new one and never takes a write of its own', async () => {
    const { set } = story;
    const healedAt = Date.now();
    await labNode(old.nodeName).plugIn();
    await set.inOrder(60_000);
    expect(await theMaster(set)).not.toBe(old);
    await watch.stop();
    expect(watch.acknowledgedBy(old.name).filter(at => at > healedAt)).toEqual([]);
    expect(watch.overlap()).toBeLessThan(MAX_LAG_MS);
  });

  test('nothing that WAIT had confirmed was lost', async () => {
    const gap = story.writer.record.longestGap(cutAt);
    await nothingConfirmedIsLost(story, 'cable of the master\'s node out for 60 s', { gap, note: `two took writes for ${watch.overlap() / 1000} s` });
  });
});
