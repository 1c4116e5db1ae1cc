/**
 * F22. The set is removed while a client writes to it, and applied again later. Members that leave wait for each other, which would be for
 * nothing here; and what they leave behind on the disks is all that the next ones have.
 */
import { manifests, result, scenario, Scenario, writing } from './scenario';

/** Far less than `recovery.leaveTimeout`, for which a member waits otherwise. */
const REMOVED_WITHIN_MS = 60_000;

describe('when a set is removed and applied again', () => {
  let story: Scenario;

  beforeAll(async () => { story = await scenario('set-is-removed'); });
  afterAll(async () => story?.set.close());

  test('its pods were gone within a minute', async () => {
    const { cluster } = story.set;
    const removed = cluster.delete(manifests({}));
    await story.set.until('no pod is left', REMOVED_WITHIN_MS, () => cluster.pods.length === 0);
    await removed;
  });

  test('it went on with its data, and no write was lost', async () => {
    story.set.cluster.apply(manifests({}));
    await story.set.inOrder(60_000);
    await writing(story);
    expect((await result(story)).lost).toBe(0);
  });
});
