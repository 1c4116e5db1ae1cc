/**
 * F13. A configuration is applied with which Redis cannot start; later a good one.
 */
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { StatefulSetUpdateStrategy } from 'cdk8s-plus-28';
import { NAMESPACE } from '../scenario-kit/article-set';
import { Pod } from '../scenario-kit/kube/pod';
import { RedisSet } from '../scenario-kit/redis/redis-set';
import { DownWatch, replaced } from '../scenario-kit/rollout';
import { manifests, nothingIsLost, scenario, Scenario, theReplicas, writing } from '../scenario-kit/scenario';

const BROKEN = { extraDirectives: ['hz abc'] };
const GOOD = { extraDirectives: ['hz 20'] };

/** So often has a container to fail that it fails every time. */
const FAILURES = 3;

/** What a kubelet does within a minute, and the cluster does not: it brings the mounted files of a running pod up to date. */
function refreshMountedConfig(set: RedisSet, pod: Pod): void {
  const mounts = readFileSync(`/proc/${pod.container('redis-server').running.pid}/mountinfo`, 'utf8');
  const folder = join('/run', / (\S+) \/etc\/redis /.exec(mounts)![1], '..data');
  const data = set.cluster.objects.configMap(NAMESPACE, 'defaultapp-redis-config');
  for (const [name, text] of Object.entries(data)) writeFileSync(join(folder, name), text);
}

describe('when a configuration is applied with which redis cannot start', () => {
  let story: Scenario;
  let before: Pod[];
  let watch: DownWatch;

  beforeAll(async () => {
    story = await scenario('broken-configuration');
    before = story.set.memberPods;
    watch = new DownWatch(story.set);
  });

  afterAll(async () => {
    await watch?.stop();
    await story?.set.close();
  });

  test('one member failed again and again, and the others went on', async () => {
    const { set } = story;
    set.cluster.apply(manifests({ redis: BROKEN }));
    await set.until(`a new pod has failed ${FAILURES} times`, 60_000, () =>
      set.memberPods.some(pod => pod.containers.some(({ restarts }) => restarts >= FAILURES)));
    await writing(story);
    expect(set.cluster.pods.filter(pod => before.includes(pod))).toHaveLength(2);
  });

  test('its log said why', () => {
    const { set } = story;
    const [broken] = set.memberPods;
    expect(set.logsOf(broken, 'redis-server')).toMatch(/hz/);
  });

  test('the good configuration healed everything by itself, with one member down at a time', async () => {
    const { set } = story;
    set.cluster.apply(manifests({ redis: GOOD }));
    await replaced(set, before);
    await watch.stop();
    expect(watch.most).toHaveLength(1);
    for (const pod of set.memberPods) expect(await set.ask(pod, 'CONFIG GET hz')).toEqual({ hz: '20' });
  });

  test('a container that was killed while a broken configuration waited for its pod restarted with the configuration of its pod', async () => {
    const { set } = story;
    set.cluster.apply(manifests({ redis: BROKEN, shardPods: { updateStrategy: StatefulSetUpdateStrategy.onDelete() } }));
    const [pod] = await theReplicas(set);
    refreshMountedConfig(set, pod);
    pod.container('redis-server').kill();
    await set.until('it has restarted', 10_000, () => pod.container('redis-server').restarts === 1);
    await set.inOrder(30_000);
    expect(await set.ask(pod, 'CONFIG GET hz')).toEqual({ hz: '20' });
  });

  test('no write was lost, and there was a writer all the time but 3 s', async () => {
    await nothingIsLost(story);
  });
});
