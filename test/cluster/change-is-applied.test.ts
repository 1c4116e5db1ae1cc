/**
 * Changes of a running set by kubectl apply alone: other memory, another image, a configuration with which Redis cannot start, and the good one after it.
 */
import { Size } from 'cdk8s';
import { ClusterStory, clusterStory, manifests, SetProps } from './cluster-set';
import { ClusterPod } from './kube/cluster-pod';
import { EXISTING } from './kube/existing';
import { LAB_NODES } from './lab/lab';
import { DNS_NODE } from './lab/layout';
import { report } from './report';
import { PLANNED_GAP_MS } from '../scenario-kit/limits';
import { known, result, writing } from '../scenario-kit/redis/steps';
import { DownWatch, replaced } from '../scenario-kit/rollout';

const NAMESPACE = 'changed';
const ROLLOUT_MS = 240_000;
const REDIS_8 = 'redis:8-trixie';

/** So often has a container to fail that it fails every time. */
const FAILURES = 2;

describe('when a change is applied', () => {
  let story: ClusterStory;
  let before: ClusterPod[];
  let watch: DownWatch;
  let changedAt: number;

  beforeAll(async () => {
    if (!EXISTING) await Promise.all(LAB_NODES.filter(({ name }) => name !== DNS_NODE).map(async node => node.importImage('redis8')));
    story = await clusterStory(NAMESPACE);
  });

  beforeEach(() => {
    before = story.set.memberPods;
    watch = new DownWatch(story.set);
    changedAt = Date.now();
  });

  afterEach(async () => watch.stop());

  afterAll(async () => story?.set.close());

  async function apply(props: SetProps): Promise<void> {
    await story.set.cluster.apply(manifests(NAMESPACE, props));
  }

  async function everyMemberHas(directive: string, value: string): Promise<void> {
    const { set } = story;
    for (const pod of set.memberPods) expect(await set.ask(pod, `CONFIG GET ${directive}`)).toEqual({ [directive]: value });
  }

  function noted(change: string): void {
    const gap = story.writer.record.longestGap(changedAt);
    report(change, { gap, note: `members replaced in ${Math.round((Date.now() - changedAt) / 1000)} s, at most ${watch.most.length} down at a time` });
    expect(watch.most).toHaveLength(1);
    expect(gap).toBeLessThan(PLANNED_GAP_MS);
  }

  test('more memory reaches every member, one after the other', async () => {
    await apply({ redis: { maxMemory: Size.mebibytes(300) } });
    await replaced(story.set, before, ROLLOUT_MS);
    await everyMemberHas('maxmemory', `${300 * 1024 * 1024}`);
    noted('maxmemory changed by kubectl apply');
  });

  test('Redis 8 replaces Redis 7 on every member, one after the other', async () => {
    await known(story.set, 90_000);
    await apply({ image: { name: REDIS_8 } });
    await replaced(story.set, before, ROLLOUT_MS);
    for (const pod of story.set.memberPods) expect(await version(story, pod)).toMatch(/^8\./);
    noted('image changed from Redis 7.0 to 8.0 by kubectl apply');
  });

  test('a configuration with which Redis cannot start stops at the first member', async () => {
    const { set } = story;
    await known(set, 90_000);
    await apply({ image: { name: REDIS_8 }, redis: { extraDirectives: ['hz abc'] } });
    await set.until(`a new pod has failed ${FAILURES} times`, ROLLOUT_MS, () => set.memberPods.some(({ restarts }) => restarts >= FAILURES));
    await writing(story);
    expect(set.cluster.allPods.filter(pod => before.includes(pod))).toHaveLength(2);
    expect(watch.most).toHaveLength(1);
  });

  test('a good one, applied after it, reaches every member', async () => {
    const { set } = story;
    await apply({ image: { name: REDIS_8 }, redis: { extraDirectives: ['hz 20'] } });
    await replaced(set, before, ROLLOUT_MS);
    await everyMemberHas('hz', '20');
    noted('broken configuration applied, then a good one');
  });

  test('nothing was lost', async () => {
    const { lost } = await result(story);
    report('all of these changes', { lost });
    expect(lost).toBe(0);
  });
});

async function version({ set }: ClusterStory, { name }: ClusterPod): Promise<string> {
  return set.cluster.kubectl('exec', name, '-c', 'redis-server', '--', 'sh', '-c', 'redis-server --version | sed "s/.* v=\\([^ ]*\\) .*/\\1/"');
}
