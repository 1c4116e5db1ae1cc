/**
 * F25. The master's pod is deleted, and the replica that Sentinel chooses becomes the master late: by then clients cannot be held back any more, and
 * what the old one took in that moment would be lost.
 */
import { Pod } from '../scenario-kit/kube/pod';
import { pause } from '../scenario-kit/pause';
import { WritableWatch } from '../scenario-kit/redis/writable-watch';
import { result, scenario, Scenario, theMaster, theReplicas, writing } from '../scenario-kit/scenario';

/** Longer than clients are held back. */
const LATE_MS = 6_000;

const REFUSES = 'refuses writes until it is known whether another one has taken over';

describe('when the replica that shall take over does so late', () => {
  let story: Scenario;
  let watch: WritableWatch;
  let old: Pod;
  let replicas: Pod[];
  let gone: Promise<void>;

  beforeAll(async () => { story = await scenario('switch-takes-long'); });
  afterAll(async () => story?.set.close());

  /** Whom Sentinel has chosen, once it has. */
  async function chosen(): Promise<Pod> {
    const { set } = story;
    return set.until('Sentinel has chosen a replica', 30_000, async () => {
      const answers = await Promise.all(set.sentinelPods.map(async pod => set.askSentinel(pod, `SENTINEL REPLICAS ${set.props.masterName}`)));
      const promoted = (answers.flat() as unknown as Record<string, string>[]).find(({ flags }) => flags.includes('promoted'));
      return promoted && set.pod(/-([abc])-0\./.exec(promoted.ip)![1]);
    });
  }

  test('the old master took no writes from when Sentinel was told until then', async () => {
    const { set } = story;
    watch = set.watchWritable();
    old = await theMaster(set);
    replicas = await theReplicas(set);
    for (const pod of replicas) await set.ask(pod, 'ACL SETUSER default -replicaof -slaveof');
    gone = set.cluster.deletePod(old);
    const successor = await chosen();
    const chosenAt = Date.now();
    // The fault itself.
    await pause(LATE_MS);
    expect(set.logsOf(old, 'redis-server')).toContain(REFUSES);
    expect(watch.acknowledgedBy(old.name).filter(at => at > chosenAt)).toEqual([]);
    for (const pod of replicas) await set.ask(pod, 'ACL SETUSER default +@all');
    await set.ask(successor, 'REPLICAOF NO ONE');
  });

  test('when the new one was there it left, and came back as a replica', async () => {
    const { set } = story;
    await set.until('the pod is gone', 60_000, async () => gone.then(() => true));
    await writing(story);
    await set.inOrder(60_000);
    await watch.stop();
    expect(watch.overlap()).toBe(0);
    expect((await theMaster(set)).name).not.toBe(old.name);
  });

  test('no write was lost', async () => {
    const { lost } = await result(story);
    expect(lost).toBe(0);
  });
});
