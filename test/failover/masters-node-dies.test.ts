/**
 * F2, F3. The node of the master loses its power, and gets it back when another one has taken over: what lies on its disk is old by then, and
 * its Redis does not know that it is not the master any more.
 */
import { existsSync, statSync } from 'fs';
import { join } from 'path';
import { EVERY_IMAGE } from './every-image';
import { dataFolder } from '../scenario-kit/article-set';
import { Node } from '../scenario-kit/kube/node';
import { Pod } from '../scenario-kit/kube/pod';
import { processesOf } from '../scenario-kit/kube/processes';
import { WritableWatch } from '../scenario-kit/redis/writable-watch';
import { anotherMaster, nothingConfirmedIsLost, rejoined, saved, scenario, Scenario, theMaster, writing } from '../scenario-kit/scenario';

describe.each(EVERY_IMAGE)("when the master's node dies, on %s", (label, name) => {
  let story: Scenario;
  let watch: WritableWatch;
  let old: Pod;
  let node: Node;

  beforeAll(async () => { story = await scenario(`masters-node-dies-${label}`, { image: { name } }); });
  afterAll(async () => story?.set.close());

  // What runs as whom and where is the manifests' doing, whatever the image.
  if (label === EVERY_IMAGE[0][0]) {
    test('redis did not run as root', async () => {
      const { set } = story;
      const containers = [
        ...set.memberPods.map(pod => pod.container('redis-server').running),
        ...set.sentinelPods.map(pod => pod.container('redis-sentinel').running),
      ];
      const processes = (await Promise.all(containers.map(processesOf))).flat();
      expect(processes.map(({ command }) => command)).toEqual(expect.arrayContaining(['redis-server', 'redis-sentinel']));
      expect(new Set(processes.map(({ uid, gid }) => `${uid}:${gid}`))).toEqual(new Set(['999:1000']));
    });

    test("each member's data lay on the disk of its home node", async () => {
      const { set } = story;
      expect(set.memberPods.map(pod => pod.nodeName)).toEqual(['node-a-master', 'node-b-master', 'node-c-master']);
      for (const pod of set.memberPods) {
        await saved(set, pod);
        const folder = dataFolder(set.cluster.node(pod.nodeName), pod.name);
        expect(existsSync(join(folder, 'dump.rdb'))).toBe(true);
        expect(statSync(folder).uid).toBe(999);
      }
    });
  }

  test('a replica took over, and the other one followed it', async () => {
    const { set } = story;
    watch = set.watchWritable();
    old = await theMaster(set);
    node = set.cluster.node(old.nodeName);
    await node.powerOff();
    await anotherMaster(set, old.name, 30_000);
    await writing(story);
    expect((await set.inOrder(30_000)).members).toHaveLength(2);
  });

  test('when the node came back its Redis joined as a replica', async () => {
    const { set } = story;
    const successor = await theMaster(set);
    const returnedAt = Date.now();
    await node.powerOn();
    await rejoined(set, old.name);
    await writing(story);
    await watch.stop();
    expect((await theMaster(set)).name).toBe(successor.name);
    expect(watch.acknowledgedBy(old.name).filter(at => at > returnedAt)).toEqual([]);
    expect(watch.overlap()).toBe(0);
  });

  test('nothing that WAIT had confirmed was lost, and the writer was back in time', async () => {
    await nothingConfirmedIsLost(story);
  });
});
