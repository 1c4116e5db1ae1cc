/**
 * F23. The password is changed as docs/operations/password.md says: the Secret first, then all pods at once.
 */
import { putPassword } from '../scenario-kit/article-set';
import { RedisSet } from '../scenario-kit/redis/redis-set';
import { CLIENT_NODE, result, scenario, Scenario, writing } from '../scenario-kit/scenario';

/** What no log, argument list or file may show. */
const TRACE = 'Wombat81';
const CHANGED = `a new ${TRACE}`;

/** Of the documented command. */
const GRACE_SECONDS = 20;

describe('when the password is changed while a client writes', () => {
  let story: Scenario;
  let changed: RedisSet;

  beforeAll(async () => {
    story = await scenario('password-is-changed');
    changed = new RedisSet(story.set.cluster, { ...story.set.props, password: CHANGED });
  });

  afterAll(async () => story?.set.close());

  test('the pods kept the old one until they were replaced', async () => {
    putPassword(story.set.cluster, CHANGED);
    await writing(story);
    await expect(changed.ask(changed.memberPods[0], 'PING')).rejects.toThrow('NOAUTH');
  });

  test('when all pods were deleted at once, the set was in order again, with the new one', async () => {
    const { set: { cluster } } = story;
    const before = cluster.pods;
    await Promise.all(before.map(async pod => cluster.deletePod(pod, { graceSeconds: GRACE_SECONDS })));
    await changed.inOrder(60_000);
    expect(cluster.pods.filter(pod => before.includes(pod))).toEqual([]);
  });

  test('members and sentinels refuse the old one', async () => {
    const { set } = story;
    for (const pod of set.memberPods) await expect(set.ask(pod, 'PING')).rejects.toThrow('NOAUTH');
    for (const pod of set.sentinelPods) await expect(set.askSentinel(pod, 'PING')).rejects.toThrow('NOAUTH');
  });

  test('nothing was lost that had been acknowledged before, and a client with the new one writes', async () => {
    const before = await story.writer.stop();
    expect((await changed.lossOf(before)).lost).toBe(0);
    const writer = await changed.startWriter(CLIENT_NODE, { name: 'writer-with-the-new-password' });
    await writing({ set: changed, writer });
    expect((await result({ set: changed, writer })).lost).toBe(0);
  });

  test('the new one stands in no log, argument list, ConfigMap, pod spec or world-readable file', async () => {
    expect(await changed.tracesOf(TRACE)).toEqual([]);
  });
});
