/**
 * F11. The Redis of the master is frozen for twenty seconds, as by a disk or a hypervisor that hangs, and goes on where it was: it still takes
 * itself for the master then.
 */
import { Pod } from '../scenario-kit/kube/pod';
import { pause } from '../scenario-kit/pause';
import { WritableWatch } from '../scenario-kit/redis/writable-watch';
import { anotherMaster, nothingConfirmedIsLost, rejoined, scenario, Scenario, theMaster, writing } from '../scenario-kit/scenario';

const FROZEN_MS = 20_000;

describe('when the master hangs', () => {
  let story: Scenario;
  let watch: WritableWatch;
  let old: Pod;
  let frozenAt: number;

  beforeAll(async () => { story = await scenario('master-hangs'); });
  afterAll(async () => story?.set.close());

  test('a replica took over', async () => {
    const { set } = story;
    watch = set.watchWritable();
    old = await theMaster(set);
    await set.until('the master accepts direct writes', 10_000, () => watch.acknowledgedBy(old.name).length > 0);
    frozenAt = Date.now();
    await set.signal(old, 'SIGSTOP');
    await anotherMaster(set, old.name, 30_000);
    await writing(story);
  });

  test('when the old one went on it took no writes and joined as a replica', async () => {
    const { set } = story;
    const successor = await theMaster(set);
    // The fault lasts that long.
    await pause(frozenAt + FROZEN_MS - Date.now());
    const thawedAt = Date.now();
    await set.signal(old, 'SIGCONT');
    await rejoined(set, old.name);
    await writing(story);
    await set.inOrder(30_000);
    await watch.stop();
    expect(await theMaster(set)).toBe(successor);
    expect(watch.acknowledgedBy(old.name).filter(at => at > thawedAt)).toEqual([]);
    expect(watch.overlap()).toBe(0);
  });

  test('nothing that WAIT had confirmed was lost, and the writer was back in time', async () => {
    await nothingConfirmedIsLost(story);
  });
});
