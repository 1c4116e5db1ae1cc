/**
 * F14. The image is changed to the next major version of Redis. A replica of the old one could not load what a master of the new one sends:
 * the master has to be the last.
 */
import { IMAGES } from '../scenario-kit/kube/images';
import { DownWatch, replaced } from '../scenario-kit/rollout';
import { manifests, nothingIsLost, scenario, Scenario } from '../scenario-kit/scenario';

/** Sentinels are replaced one after another too, each when the one before has been ready for 10 s. */
const SENTINELS_MS = 120_000;

describe('when the image is changed from redis 7 to redis 8', () => {
  let story: Scenario;

  beforeAll(async () => { story = await scenario('image-is-changed', { image: { name: IMAGES.machine } }); });
  afterAll(async () => story?.set.close());

  test('every member took it up, one after another', async () => {
    const { set } = story;
    const before = set.memberPods;
    const watch = new DownWatch(set);
    set.cluster.apply(manifests({ image: { name: IMAGES.redis8 } }));
    await replaced(set, before);
    await watch.stop();
    expect(watch.most).toHaveLength(1);
    for (const pod of set.memberPods) expect(await set.ask(pod, 'HELLO')).toMatchObject({ version: expect.stringMatching(/^8\./) });
  });

  test('so did every sentinel', async () => {
    const { set } = story;
    await set.until('every pod runs the new image', SENTINELS_MS, () =>
      set.cluster.pods.every(pod => pod.ready && pod.identity.spec.containers.every(({ image }) => image === IMAGES.redis8)));
    await set.inOrder(60_000);
  });

  test('no write was lost, and there was a writer all the time but 3 s', async () => {
    await nothingIsLost(story);
  });
});
