/**
 * All sentinels deleted at once after a switch; then all nodes, the one with the name service too, powered off and on.
 */
import { ClusterStory, clusterStory, nothingIsLost, successor } from './cluster-set';
import { ClusterPod } from './kube/cluster-pod';
import { describeOnLab } from './kube/existing';
import { kubectl } from './kube/kubectl';
import { LAB_NODES } from './lab/lab';
import { report } from './report';
import { anotherMaster, known, result, theMaster, writing } from '../scenario-kit/redis/steps';

const ORDER_MS = 180_000;

describe('after a switch of the master', () => {
  let story: ClusterStory;
  let first: ClusterPod;

  beforeAll(async () => {
    story = await clusterStory('power');
    const { set } = story;
    first = await theMaster(set);
    await set.cluster.kubectl('delete', 'pod', first.name);
    await successor({ set, old: first, within: ORDER_MS });
    await known(set, 90_000);
  });

  afterAll(async () => story?.set.close());

  test('all sentinels, deleted at once, find the master that it is now', async () => {
    const { set } = story;
    const [master, before] = [await theMaster(set), set.sentinelPods];
    expect(master.name).not.toBe(first.name);
    await set.cluster.kubectl('delete', 'pod', '--wait=false', ...before.map(({ name }) => name));
    await set.until('every sentinel has a new pod', ORDER_MS, () => set.sentinelPods.length === 3 && !set.sentinelPods.some(pod => before.includes(pod)));
    await set.inOrder(ORDER_MS);
    expect(await theMaster(set)).toBe(master);
  });

  test('the next switch works', async () => {
    const { set } = story;
    await known(set, 90_000);
    const old = await theMaster(set);
    await set.cluster.kubectl('delete', 'pod', old.name);
    await anotherMaster(set, old.name, 10_000);
    await writing(story);
    await successor({ set, old, within: ORDER_MS });
  });

  test('nothing was lost', async () => {
    await nothingIsLost(story, 'all sentinels deleted after a switch, then another switch');
  });

  describeOnLab('when all nodes are powered off and on', () => {
    let again: ClusterStory;
    let offAt: number;

    beforeAll(async () => {
      const { set } = story;
      again = { set, writer: await set.startWriter('', { name: 'before-the-night' }) };
      await writing(again);
      await Promise.all(LAB_NODES.map(async node => node.powerOff()));
      offAt = Date.now();
      await Promise.all(LAB_NODES.map(async node => node.powerOn()));
      await kubectl('wait', 'node', '--all', '--for=condition=Ready', '--timeout=120s');
    });

    test('the set comes back by itself', async () => {
      await again.set.inOrder(ORDER_MS);
      await writing(again, 60_000);
    });

    test('with everything that was confirmed', async () => {
      const gap = again.writer.record.longestGap(offAt);
      const { lost, lostConfirmed } = await result(again);
      report('all nodes powered off and on', { lost, lostConfirmed, gap });
      expect(lostConfirmed).toBe(0);
    });
  });
});

