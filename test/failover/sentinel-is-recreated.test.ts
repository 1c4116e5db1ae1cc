/**
 * F6. Sentinels are re-created again and again, as nodes come and go. They never forget an id that they have seen: were every new one another
 * sentinel to them, they would soon count so many that no majority of them is alive.
 */
import { EVERY_IMAGE } from './every-image';
import { Node } from '../scenario-kit/kube/node';
import { anotherMaster, evictSentinels, known, nothingConfirmedIsLost, scenario, Scenario, theMaster, writing } from '../scenario-kit/scenario';

/** More than a majority would survive, on the first image; on the others each one once. */
const CASES = EVERY_IMAGE.map(([label, name], index) => [index === 0 ? 8 : 3, label, name] as const);

describe.each(CASES)('when a sentinel was re-created %d times, on %s', (times, label, name) => {
  let story: Scenario;
  let node: Node;

  beforeAll(async () => { story = await scenario(`sentinel-is-recreated-${label}`, { image: { name } }); });
  afterAll(async () => story?.set.close());

  test('every sentinel knew two others each time', async () => {
    const { set } = story;
    for (let time = 0; time < times; time++) {
      const [oldest] = set.sentinelPods;
      await set.cluster.deletePod(oldest);
      // Of which that is a part.
      await set.inOrder(30_000);
    }
  });

  test("a replica took over when the master's node died", async () => {
    const { set } = story;
    await known(set);
    const pod = await theMaster(set);
    node = set.cluster.node(pod.nodeName);
    await node.powerOff();
    await anotherMaster(set, pod.name, 30_000);
    await writing(story);
  });

  test('every sentinel knew two others again, and the node came back', async () => {
    const { set } = story;
    await evictSentinels(set, node);
    await set.inOrder(30_000);
    await node.powerOn();
  });

  test('nothing that WAIT had confirmed was lost, and the writer was back in time', async () => {
    await nothingConfirmedIsLost(story);
  });
});
