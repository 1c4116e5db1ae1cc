/**
 * F5. The node of the master is drained: the pod starts on its backup node, with an empty disk and sooner than Sentinel would call it down.
 * Nobody moves it back by itself: when the node is in service again the pod is deleted once more.
 */
import { existsSync } from 'fs';
import { join } from 'path';
import { EVERY_IMAGE } from './every-image';
import { DATA_FOLDER, NAMESPACE } from '../scenario-kit/article-set';
import { Node } from '../scenario-kit/kube/node';
import { Pod } from '../scenario-kit/kube/pod';
import { nothingIsLost, scenario, Scenario, theMaster, writing } from '../scenario-kit/scenario';

describe.each(EVERY_IMAGE)("when the master's node is drained, on %s", (label, name) => {
  let story: Scenario;
  let old: Pod;
  let home: Node;

  /** The member is ready on the node, and everybody in step. */
  async function settledOn(node: Node): Promise<void> {
    const { set } = story;
    await set.until(`${old.name} is ready on ${node.name}`, 60_000, () => {
      const { ready, nodeName } = set.cluster.pod(old.name);
      return ready && nodeName === node.name;
    });
    await writing(story);
    await set.inOrder(30_000);
  }

  beforeAll(async () => {
    story = await scenario(`masters-node-is-drained-${label}`, { image: { name } });
    old = await theMaster(story.set);
    home = story.set.cluster.node(old.nodeName);
  });
  afterAll(async () => story?.set.close());

  test('another one took over before it stopped, and it joined as a replica on its backup node, where it had no data', async () => {
    const { set } = story;
    const backup = set.cluster.node(home.name.replace('-master', '-slave'));
    expect(existsSync(join(backup.disk, DATA_FOLDER, NAMESPACE))).toBe(false);
    await set.cluster.drain(home);
    await settledOn(backup);
    expect((await theMaster(set)).name).not.toBe(old.name);
  });

  test('deleted once more when its node was in service again, it went home', async () => {
    const { set } = story;
    const pod = await theMaster(set);
    set.cluster.uncordon(home);
    await set.cluster.deletePod(set.cluster.pod(old.name));
    await settledOn(home);
    expect((await theMaster(set)).name).toBe(pod.name);
  });

  test('no write was lost, and the writer was never without a master for 3 s', async () => {
    await nothingIsLost(story);
  });
});
