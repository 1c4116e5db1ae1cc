/**
 * kubectl drain of the node on which the master runs: its shard moves to its backup node, and home again.
 */
import { ClusterStory, clusterStory, nothingIsLost, sentHome, successor } from './cluster-set';
import { ClusterPod } from './kube/cluster-pod';
import { kubectl } from './kube/kubectl';
import { anotherMaster, known, theMaster, writing } from '../scenario-kit/redis/steps';

const DRAIN_MS = 120_000;

describe('when the node of the master is drained', () => {
  let story: ClusterStory;
  let node: string;
  let first: ClusterPod;

  beforeAll(async () => {
    story = await clusterStory('drained');
    first = await theMaster(story.set);
    node = first.nodeName;
  });

  afterAll(async () => {
    await kubectl('uncordon', node);
    await story?.set.close();
  });

  test('the drain ends, and another member is the master', async () => {
    await kubectl('drain', node, '--delete-emptydir-data', `--timeout=${DRAIN_MS / 1000}s`);
    await anotherMaster(story.set, first.name, 10_000);
    await writing(story);
  });

  test('the shard comes back on its backup node, with all data', async () => {
    const moved = await successor({ set: story.set, old: first, within: DRAIN_MS });
    expect(moved.nodeName).toBe(node.replace('master', 'slave'));
  });

  test('it goes home when its node is in service again and the pod is deleted', async () => {
    await kubectl('uncordon', node);
    await known(story.set, 60_000);
    await sentHome({ set: story.set, name: first.name, home: node, within: DRAIN_MS });
    await writing(story);
  });

  test('nothing was lost, and no planned switch took long', async () => {
    await nothingIsLost(story, 'home node of the master drained, moved to the backup and home again');
  });
});
