/**
 * Nodes lose their power, and somebody says at once that they do not come back: by deleting the Node object, or its pods by force. When they come
 * back after all, that is harmless.
 */
import { changesNothing, ClusterStory, clusterStory, nothingConfirmedIsLost, sentHome, successor } from './cluster-set';
import { describeOnLab } from './kube/existing';
import { kubectl } from './kube/kubectl';
import { labNode } from './lab/lab';
import { anotherMaster, known, theMaster } from '../scenario-kit/redis/steps';

const FAILOVER_MS = 30_000;
const MOVED_MS = 180_000;
const DELETED_NODE = 'powered-off node of the master deleted';
const DELETED_PODS = 'powered-off node of the master, its pods deleted by force';

describeOnLab.each([
  [DELETED_NODE, 'node-deleted', (node: string) => ['node', node]],
  // A sentinel may be among them.
  [DELETED_PODS, 'pods-forced', (node: string) => ['pod', '--force', '--field-selector', `spec.nodeName=${node}`]],
])('%s', (label, namespace, whatToDelete) => {
  let story: ClusterStory;
  let node: string;
  let name: string;
  let moved: number;

  beforeAll(async () => {
    story = await clusterStory(namespace);
    ({ nodeName: node, name } = await theMaster(story.set));
    await labNode(node).powerOff();
    await anotherMaster(story.set, name, FAILOVER_MS);
    // Before, Kubernetes would put the pod on the same node again.
    await kubectl('wait', 'node', node, '--for=condition=Ready=Unknown', '--timeout=90s');
  });

  afterAll(async () => {
    if (!labNode(node).alive) await labNode(node).powerOn();
    await story?.set.close();
  });

  test('the pod starts on the backup node and gets all data', async () => {
    const { set } = story;
    const old = set.cluster.pod(name);
    const from = Date.now();
    await set.cluster.kubectl('delete', ...whatToDelete(node));
    expect((await successor({ set, old, within: MOVED_MS })).nodeName).toBe(node.replace('master', 'slave'));
    moved = Date.now() - from;
  });

  test('the return of the node changes nothing', async () => {
    const { set } = story;
    await changesNothing(story, name, 60_000, async () => {
      await labNode(node).powerOn();
      await set.until(`${node} is ready`, 60_000, async () => kubectl('wait', 'node', node, '--for=condition=Ready', '--timeout=1s'));
    });
  });

  test('sent home, the member finds its old data there and takes the new', async () => {
    const { set } = story;
    await known(set, 60_000);
    await sentHome({ set, name, home: node, within: MOVED_MS });
  });

  test('nothing that WAIT had confirmed was lost', async () => {
    await nothingConfirmedIsLost(story, label, { note: `in order on the backup node after ${Math.round(moved / 1000)} s` });
  });
});
