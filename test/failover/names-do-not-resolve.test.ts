/**
 * F17. The name service is silent for a while: at the start of an empty set, and while it serves.
 */
import { pause } from '../scenario-kit/pause';
import { WritableWatch } from '../scenario-kit/redis/writable-watch';
import { CLIENT_NODE, emptyCluster, manifests, MARGIN_MS, result, Scenario, theMaster, theReplicas, writing } from '../scenario-kit/scenario';

const SILENCE_MS = 30_000;

/** A sentinel that has stood still for two seconds does nothing for half a minute. */
const BACK_WITHIN_MS = 90_000;

describe('when names do not resolve', () => {
  let story: Scenario;
  let watch: WritableWatch;
  let silentSince: number;

  beforeAll(async () => {
    const set = await emptyCluster('names-do-not-resolve');
    set.cluster.names.silence();
    set.cluster.apply(manifests({}));
    story = { set, writer: undefined! };
  });

  afterAll(async () => story?.set.close());

  test('no member of an empty set became the master', async () => {
    const { set } = story;
    await set.until('every member waits', 30_000, () => set.memberPods.every(pod => set.logsOf(pod, 'redis-server').includes('cold start: waits')));
    // The fault itself.
    await pause(SILENCE_MS);
    await set.until('none is the master', 10_000, async () => (await set.replicas()).length === 3);
    for (const pod of set.memberPods) expect(set.logsOf(pod, 'redis-server')).not.toContain('becomes the master');
  });

  test('the set came up in order when they did', async () => {
    const { set } = story;
    set.cluster.names.restore();
    await set.inOrder(BACK_WITHIN_MS);
    story = { set, writer: await set.startWriter(CLIENT_NODE, { connectTimeoutMs: 3_000 }) };
    await writing(story);
  });

  test('for a while, the master stayed and the writer did not notice', async () => {
    const { set, writer } = story;
    const pod = await theMaster(set);
    watch = set.watchWritable();
    silentSince = Date.now();
    set.cluster.names.silence();
    // The fault itself.
    await pause(SILENCE_MS);
    expect(await theMaster(set)).toBe(pod);
    expect(writer.record.longestGap(silentSince)).toBeLessThan(MARGIN_MS);
  });

  test('and a replica restarted meanwhile, the master stayed all the same', async () => {
    const { set, writer } = story;
    const pod = await theMaster(set);
    const [replica] = await theReplicas(set);
    replica.container('redis-server').kill();
    await set.until('it waits', 30_000, () => set.logsSinceStart(replica, 'redis-server').includes('cold start: waits'));
    await writing(story);
    expect(await theMaster(set)).toBe(pod);
    expect(writer.record.longestGap(silentSince)).toBeLessThan(MARGIN_MS);
  });

  test('all was in order again when they did, no write was lost, and never did two accept writes', async () => {
    const { set } = story;
    set.cluster.names.restore();
    await set.inOrder(BACK_WITHIN_MS);
    await watch.stop();
    const { lost } = await result(story, BACK_WITHIN_MS);
    expect(lost).toBe(0);
    expect(watch.overlap()).toBe(0);
  });
});
