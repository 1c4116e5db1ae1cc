/**
 * F1. The container of the master is killed and restarts in place, at once: Sentinel would hardly notice, and the restarted one knows only
 * what is on its disk.
 */
import { EVERY_IMAGE } from './every-image';
import { anotherMaster, nothingConfirmedIsLost, scenario, Scenario, theMaster, writing } from '../scenario-kit/scenario';

describe.each(EVERY_IMAGE)("when the master's container is killed, on %s", (label, name) => {
  let story: Scenario;

  beforeAll(async () => { story = await scenario(`masters-container-is-killed-${label}`, { image: { name } }); });
  afterAll(async () => story?.set.close());

  test('a replica took over, and the restarted one followed it', async () => {
    const { set } = story;
    const pod = await theMaster(set);
    pod.container('redis-server').kill();
    await anotherMaster(set, pod.name, 30_000);
    await writing(story);
    await set.inOrder(30_000);
    expect(pod.container('redis-server').restarts).toBe(1);
  });

  test('nothing that WAIT had confirmed was lost, and the writer was back in time', async () => {
    await nothingConfirmedIsLost(story);
  });
});
