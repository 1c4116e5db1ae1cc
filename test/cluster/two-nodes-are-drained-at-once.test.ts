/**
 * kubectl drain of two nodes with members at the same time: the PodDisruptionBudget lets one go after the other.
 */
import { ClusterStory, clusterStory, nothingIsLost } from './cluster-set';
import { kubectl, shell } from './kube/kubectl';
import { theMaster, writing } from '../scenario-kit/redis/steps';
import { DownWatch } from '../scenario-kit/rollout';

const DRAIN_MS = 240_000;

describe('when two nodes are drained at once', () => {
  let story: ClusterStory;
  let watch: DownWatch;
  let nodes: string[];

  beforeAll(async () => {
    story = await clusterStory('two-drains');
    const { set } = story;
    const master = await theMaster(set);
    nodes = [master.nodeName, set.memberPods.find(pod => pod !== master)!.nodeName];
    watch = new DownWatch(set);
  });

  afterAll(async () => {
    await watch?.stop();
    await kubectl('uncordon', ...nodes);
    await story?.set.close();
  });

  test('one of them waits for the other, and both end', async () => {
    const drains = await Promise.all(nodes.map(async node => shell(`kubectl drain ${node} --delete-emptydir-data --timeout=${DRAIN_MS / 1000}s 2>&1`)));
    expect(drains.join('')).toContain("would violate the pod's disruption budget");
  });

  test('never were two members down', async () => {
    const { set } = story;
    await set.until('three members are ready', DRAIN_MS, () => set.memberPods.length === 3 && set.memberPods.every(({ ready }) => ready));
    await set.inOrder(DRAIN_MS);
    await watch.stop();
    expect(watch.most).toHaveLength(1);
    await writing(story);
  });

  test('nothing was lost', async () => {
    await nothingIsLost(story, 'nodes of the master and of a replica drained at once');
  });
});
