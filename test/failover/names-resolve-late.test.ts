/**
 * F17. The name service answers late: Redis and Sentinel stand still while they wait for a name, and the scripts ask everybody by name.
 */
import { pause } from '../scenario-kit/pause';
import { WritableWatch } from '../scenario-kit/redis/writable-watch';
import { anotherMaster, CLIENT_NODE, emptyCluster, known, manifests, MARGIN_MS, result, Scenario, theMaster, theReplicas, writing } from '../scenario-kit/scenario';

/** The scripts give an answer a second, so members still find each other. */
const LATE_MS = 700;

/** With this they do not. */
const TOO_LATE_MS = 1_500;

/** What takes a second or two otherwise is full of waiting for names. */
const SLOW_MS = 60_000;

/** A sentinel that has stood still for two seconds does nothing for half a minute. */
const BACK_WITHIN_MS = 90_000;

describe('when names resolve late', () => {
  let story: Scenario;
  let watch: WritableWatch;

  beforeAll(async () => {
    const set = await emptyCluster('names-resolve-late');
    set.cluster.names.delay(LATE_MS);
    set.cluster.apply(manifests({}));
    story = { set, writer: undefined! };
  });

  afterAll(async () => story?.set.close());

  test('an empty set came up in order', async () => {
    const { set } = story;
    await set.inOrder(BACK_WITHIN_MS);
    await known(set, BACK_WITHIN_MS);
    story = { set, writer: await set.startWriter(CLIENT_NODE, { connectTimeoutMs: 3_000 }) };
    await writing(story);
    watch = set.watchWritable();
  });

  test('a replica that restarted joined again, and the writer did not notice', async () => {
    const { set, writer } = story;
    const pod = await theMaster(set);
    const [replica] = await theReplicas(set);
    const since = Date.now();
    replica.container('redis-server').kill();
    await set.until('it has restarted', 10_000, () => replica.container('redis-server').restarts === 1);
    await set.inOrder(SLOW_MS);
    expect(await theMaster(set)).toBe(pod);
    expect(writer.record.longestGap(since)).toBeLessThan(MARGIN_MS);
  });

  test('so late that members do not find each other, the master stayed, whether or not a replica restarted', async () => {
    const { set, writer } = story;
    const pod = await theMaster(set);
    const [replica] = await theReplicas(set);
    const since = Date.now();
    set.cluster.names.delay(TOO_LATE_MS);
    // The fault itself, for longer than down-after.
    await pause(10_000);
    replica.container('redis-server').kill();
    await pause(10_000);
    expect(await theMaster(set)).toBe(pod);
    expect(writer.record.longestGap(since)).toBeLessThan(MARGIN_MS);
    set.cluster.names.restore();
    await set.inOrder(BACK_WITHIN_MS);
    expect(await theMaster(set)).toBe(pod);
  });

  test('a master that restarted did not go on with what was on its disk, though the replicas hardly answered', async () => {
    const { set } = story;
    const pod = await theMaster(set);
    set.cluster.names.delay(LATE_MS);
    pod.container('redis-server').kill();
    // The fault itself: the replicas stand still for as long as they ask for the name of the one that they have lost.
    await pause(15_000);
    set.cluster.names.restore();
    await anotherMaster(set, pod.name, BACK_WITHIN_MS);
    await writing(story, BACK_WITHIN_MS);
  });

  test('in the end all was in order, nothing confirmed was lost, and never did two accept writes', async () => {
    await watch.stop();
    const { lostConfirmed } = await result(story, BACK_WITHIN_MS);
    expect(lostConfirmed).toBe(0);
    expect(watch.overlap()).toBe(0);
  });
});
