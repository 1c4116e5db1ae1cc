/**
 * The node on which the master runs loses its power, for good as far as anybody knows. Kubernetes keeps its pod until somebody says that the node
 * is off (docs/operations/nodes-and-disks.md); when the node comes back after all, that is harmless.
 */
import { Duration } from 'cdk8s';
import { changesNothing, ClusterStory, clusterStory, nothingConfirmedIsLost, sentHome, successor } from './cluster-set';
import { describeOnLab } from './kube/existing';
import { kubectl } from './kube/kubectl';
import { labNode } from './lab/lab';
import { CRASH_GAP_MS } from '../scenario-kit/limits';
import { anotherMaster, known, theMaster, writing } from '../scenario-kit/redis/steps';

const EVICTION_DELAY = Duration.seconds(20);

/** The control plane calls a node dead that has been silent for 40 s; then the toleration begins to count. */
const EVICTED_MS = 40_000 + EVICTION_DELAY.toMilliseconds() + 40_000;
const STARTED_MS = 90_000;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

describeOnLab('when the node of the master is powered off', () => {
  let story: ClusterStory;
  let node: string;
  let name: string;
  let offAt: number;
  let gap: number;

  beforeAll(async () => {
    story = await clusterStory('powered-off', { shardPods: { evictionDelay: EVICTION_DELAY } });
    ({ nodeName: node, name } = await theMaster(story.set));
    offAt = Date.now();
    await labNode(node).powerOff();
  });

  afterAll(async () => {
    if (!labNode(node).alive) await labNode(node).powerOn();
    await kubectl('taint', 'node', node, `${OUT_OF_SERVICE}-`).catch(() => undefined);
    await story?.set.close();
  });

  test('another master takes over, as soon as Sentinel may say so', async () => {
    await anotherMaster(story.set, name, 30_000);
    await writing(story);
    gap = story.writer.record.longestGap(offAt);
    expect(gap).toBeLessThan(CRASH_GAP_MS);
  });

  test('Kubernetes shows the pod as running until the toleration is over, then as terminating, and starts no other', async () => {
    const { set } = story;
    const pod = set.cluster.pod(name);
    expect(pod.deleted).toBe(false);
    expect(pod.seen.status!.phase).toBe('Running');
    await set.until('the pod is being deleted', EVICTED_MS, () => set.cluster.pod(name).deleted);
    expect(Date.now() - offAt).toBeGreaterThan(EVICTION_DELAY.toMilliseconds());
    expect(set.cluster.pod(name)).toBe(pod);
  });

  test('when the node is said to be out of service, the pod starts on the backup node and gets all data', async () => {
    const { set } = story;
    const old = set.cluster.pod(name);
    await kubectl('taint', 'node', node, `${OUT_OF_SERVICE}=nodeshutdown:NoExecute`);
    expect((await successor({ set, old, within: STARTED_MS })).nodeName).toBe(node.replace('master', 'slave'));
  });

  test('the return of the node changes nothing', async () => {
    await changesNothing(story, name, 30_000, async () => {
      await labNode(node).powerOn();
      await kubectl('wait', 'node', node, '--for=condition=Ready', '--timeout=180s');
      await kubectl('taint', 'node', node, `${OUT_OF_SERVICE}-`);
    });
  });

  test('sent home, the member finds its old data there and takes the new', async () => {
    const { set } = story;
    await known(set, 60_000);
    await set.until('its home node has no taint', 60_000, async () => await kubectl('get', 'node', node, '-o', 'jsonpath={.spec.taints}') === '');
    await sentHome({ set, name, home: node, within: STARTED_MS });
  });

  test('nothing that WAIT had confirmed was lost', async () => {
    await nothingConfirmedIsLost(story, 'home node of the master powered off', { gap });
  });
});
