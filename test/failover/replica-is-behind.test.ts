/**
 * F1 again, where the two replicas do not reach equally far, as when the crash cuts a write short: what WAIT has confirmed is on one of them only.
 * Sentinel's own view of how far they reach may be ten seconds old, unless it is told to look anew.
 */
import { EVERY_IMAGE } from './every-image';
import { Pod } from '../scenario-kit/kube/pod';
import { anotherMaster, CRASH_GAP_MS, nothingConfirmedIsLost, scenario, Scenario, theMaster, theReplicas } from '../scenario-kit/scenario';

/** Nobody listens there. The member's watch puts this right, but not within the seconds that the scenario takes. */
const DEAD_END = '127.0.0.2 1';

const WITHIN_MS = CRASH_GAP_MS;

describe.each(EVERY_IMAGE)("when the master's container is killed while one replica is behind, on %s", (label, name) => {
  let story: Scenario;
  let ahead: Pod;
  let behind: Pod;

  beforeAll(async () => { story = await scenario(`replica-is-behind-${label}`, { image: { name } }); });
  afterAll(async () => story?.set.close());

  test('the other one took over', async () => {
    const { set, writer } = story;
    const master = await theMaster(set);
    [ahead, behind] = await theReplicas(set);
    await set.ask(behind, `REPLICAOF ${DEAD_END}`);
    const since = Date.now();
    await set.until('a few writes that it does not get are confirmed', 3_000, () => writer.record.confirmedSince(since).length >= 10);
    master.container('redis-server').kill();
    await anotherMaster(set, master.name, WITHIN_MS);
    expect(await theMaster(set)).toBe(ahead);
    expect(set.logsSinceStart(master, 'redis-server')).toContain(`gives ${behind.name} replica-priority 101, since ${ahead.name} reaches furthest`);
  });

  test('the one behind followed it, and may be promoted again', async () => {
    const { set } = story;
    await set.inOrder(30_000);
    await set.until('its priority is as it was', 10_000, async () =>
      (await set.ask(behind, 'CONFIG GET replica-priority') as Record<string, string>)['replica-priority'] === '100');
  });

  test('nothing that WAIT had confirmed was lost, and the writer was back in time', async () => {
    await nothingConfirmedIsLost(story, WITHIN_MS);
  });
});
