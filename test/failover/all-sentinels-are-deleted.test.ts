/**
 * F7. All sentinels are gone at the same time, after a failover had moved the master: none is left that could tell the new ones who it is, and
 * their configuration knows only the first one.
 */
import { EVERY_IMAGE } from './every-image';
import { Node } from '../scenario-kit/kube/node';
import { Pod } from '../scenario-kit/kube/pod';
import { anotherMaster, evictSentinels, known, nothingConfirmedIsLost, scenario, Scenario, theMaster, writing } from '../scenario-kit/scenario';

describe.each(EVERY_IMAGE)('when all sentinels are deleted after a failover, on %s', (label, name) => {
  let story: Scenario;
  let master: Pod;
  let node: Node;

  beforeAll(async () => { story = await scenario(`all-sentinels-are-deleted-${label}`, { image: { name } }); });
  afterAll(async () => story?.set.close());

  test('another member than the first one was the master', async () => {
    const { set } = story;
    const first = set.pod('a');
    expect(await theMaster(set)).toBe(first);
    await set.cluster.deletePod(first);
    await writing(story);
    await set.inOrder(30_000);
    master = await theMaster(set);
    expect(master.name).not.toBe(first.name);
  });

  test('new sentinels, started when none was left, found it unaided', async () => {
    const { set } = story;
    const deployment = set.sentinelPods[0].identity.workload;
    set.cluster.scale(deployment, 0);
    await set.until('no sentinel is left', 30_000, () => set.cluster.pods.every(({ identity }) => identity.workload !== deployment));
    await writing(story);
    set.cluster.scale(deployment, 3);
    await set.inOrder(30_000);
    expect(await theMaster(set)).toBe(master);
  });

  test('they let a replica take over when its node died', async () => {
    const { set } = story;
    await known(set);
    node = set.cluster.node(master.nodeName);
    await node.powerOff();
    await anotherMaster(set, master.name, 30_000);
    await writing(story);
    await evictSentinels(set, node);
    await set.inOrder(30_000);
    await node.powerOn();
  });

  test('nothing that WAIT had confirmed was lost, and the writer was back in time', async () => {
    await nothingConfirmedIsLost(story);
  });
});
