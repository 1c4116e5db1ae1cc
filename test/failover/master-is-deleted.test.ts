/**
 * F4. Somebody deletes the pod of the master.
 */
import { EVERY_IMAGE } from './every-image';
import { nothingIsLost, scenario, Scenario, theMaster, writing } from '../scenario-kit/scenario';

describe.each(EVERY_IMAGE)("when the master's pod is deleted, on %s", (label, name) => {
  let story: Scenario;

  beforeAll(async () => { story = await scenario(`master-is-deleted-${label}`, { image: { name } }); });
  afterAll(async () => story?.set.close());

  test('another one was the master before it stopped, and it came back as a replica', async () => {
    const { set } = story;
    const pod = await theMaster(set);
    const gone = set.cluster.deletePod(pod);
    await set.until('the pod is gone', 60_000, async () => gone.then(() => true));
    await writing(story);
    await set.inOrder(30_000);
    expect((await theMaster(set)).name).not.toBe(pod.name);
  });

  test('no write was lost, and the writer was back within 3 s', async () => {
    await nothingIsLost(story);
  });
});
