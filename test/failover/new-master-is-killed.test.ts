/**
 * F19. The node of the master dies, and as soon as another one has taken over, that one's container is killed: of three members one is left that
 * has every write which was confirmed since.
 */
import { Node } from '../scenario-kit/kube/node';
import { Pod } from '../scenario-kit/kube/pod';
import { pause } from '../scenario-kit/pause';
import { WritableWatch } from '../scenario-kit/redis/writable-watch';
import {
  anotherMaster, CRASH_EXTRA_MS, CRASH_GAP_MS, DOWN_AFTER_MS, nothingConfirmedIsLost, scenario, Scenario, theMaster, writing,
} from '../scenario-kit/scenario';

/** From its promotion until it is killed. */
const REIGN_MS = 2_000;

describe('when the master dies with its node, and the new one soon after', () => {
  let story: Scenario;
  let watch: WritableWatch;
  let node: Node;
  let second: Pod;
  let third: Pod;

  beforeAll(async () => { story = await scenario('new-master-is-killed'); });
  afterAll(async () => story?.set.close());

  test('a replica took over', async () => {
    const { set } = story;
    watch = set.watchWritable();
    const first = await theMaster(set);
    node = set.cluster.node(first.nodeName);
    await node.powerOff();
    await anotherMaster(set, first.name, 30_000);
    second = await theMaster(set);
  });

  test('the last one took over when that one was killed, and was followed by it', async () => {
    const { set } = story;
    // The second fault comes that much later.
    await pause(REIGN_MS);
    second.container('redis-server').kill();
    await anotherMaster(set, second.name, 30_000);
    await writing(story);
    await set.inOrder(30_000);
    third = await theMaster(set);
  });

  test('when the node came back its Redis joined as a replica', async () => {
    const { set } = story;
    await node.powerOn();
    await set.until('three members are in order', 60_000, async () => (await set.inOrder(30_000)).members.length === 3);
    await watch.stop();
    expect(await theMaster(set)).toBe(third);
    expect(watch.overlap()).toBe(0);
  });

  test('nothing that WAIT had confirmed was lost, and the writer was back in time after each of both', async () => {
    // Where the new master's reign was too short for a write, the client waits for both.
    await nothingConfirmedIsLost(story, DOWN_AFTER_MS + CRASH_EXTRA_MS + REIGN_MS + CRASH_GAP_MS);
  });
});
