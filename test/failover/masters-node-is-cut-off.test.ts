/**
 * F10. The network cuts the node of the master off from the rest for a minute, together with a client that goes on writing to it. A client on the
 * other side gets a master of its own.
 */
import { Node } from '../scenario-kit/kube/node';
import { Pod } from '../scenario-kit/kube/pod';
import { pause } from '../scenario-kit/pause';
import { WritableWatch } from '../scenario-kit/redis/writable-watch';
import { Writer } from '../scenario-kit/redis/writer';
import { anotherMaster, CRASH_GAP_MS, MARGIN_MS, result, scenario, Scenario, theMaster, writing } from '../scenario-kit/scenario';

/** min-replicas-max-lag, by default. */
const MAX_LAG_MS = 10_000;

/** Replicas report once a second, and Redis counts those that lag once a second. */
const COUNTING_MS = 2_000;

const CUT_MS = 60_000;

describe("when the master's node is cut off from the rest", () => {
  let story: Scenario;
  let inside: Writer;
  let watch: WritableWatch;
  let old: Pod;
  let node: Node;
  let cutAt: number;

  beforeAll(async () => {
    story = await scenario('masters-node-is-cut-off');
    const { set } = story;
    old = await theMaster(set);
    node = set.cluster.node(old.nodeName);
    inside = await set.startWriter(node.name, { name: 'inside' });
    await writing({ set, writer: inside });
    watch = set.watchWritable();
    await set.until('the master accepts direct writes', 10_000, () => watch.acknowledgedBy(old.name).length > 0);
    cutAt = Date.now();
    await node.unplug();
  });

  afterAll(async () => story?.set.close());

  test('another master took over on the other side, whose client went on', async () => {
    const { set } = story;
    await anotherMaster(set, old.name, 30_000);
    await writing(story);
    expect(story.writer.record.longestGap()).toBeLessThan(CRASH_GAP_MS);
  });

  test('the old master took no more writes once its replicas were silent for max-lag', async () => {
    // The fault lasts that long.
    await pause(cutAt + CUT_MS - Date.now());
    const lastAt = Math.max(inside.record.lastAt, watch.acknowledgedBy(old.name).at(-1)!);
    expect(lastAt - cutAt).toBeLessThan(MAX_LAG_MS + COUNTING_MS + MARGIN_MS);
    expect(story.writer.record.failuresSince(cutAt + MAX_LAG_MS + COUNTING_MS + MARGIN_MS)).toEqual([]);
  });

  test('after the cut the old one followed the new one, and its client went on there', async () => {
    const { set } = story;
    const healedAt = Date.now();
    await node.plugIn();
    await writing({ set, writer: inside });
    await set.inOrder(30_000);
    expect(await theMaster(set)).not.toBe(old);
    await watch.stop();
    expect(watch.acknowledgedBy(old.name).filter(at => at > healedAt)).toEqual([]);
    console.log(watch.summary());
    expect(watch.overlap()).toBeLessThan(MAX_LAG_MS);
  });

  test('nothing that WAIT had confirmed was lost, on either side', async () => {
    const { set } = story;
    const record = await inside.stop();
    const { lostConfirmed } = await result(story);
    expect(lostConfirmed).toBe(0);
    const loss = await set.lossOf(record);
    console.log(`inside: ${record.summary()}; lost: ${loss.lost}, of them confirmed: ${loss.lostConfirmed}`);
    expect(loss.lostConfirmed).toBe(0);
  });
});
