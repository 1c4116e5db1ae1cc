/**
 * The cable of the master's node is pulled for a while, with a client on that node which goes on writing to the old master.
 */
import { articleSet, downAfter } from './article-set';
import { Node } from './kube/node';
import { RedisSet } from './redis/redis-set';
import { MemberView } from './redis/set-view';
import { Writer } from './redis/writer';

/** min-replicas-max-lag, by default. */
const MAX_LAG_MS = 10_000;

describe("when the master's node is cut off from the rest", () => {
  let set: RedisSet;
  let writer: Writer;
  let old: MemberView;
  let node: Node;
  let cutAt: number;

  beforeAll(async () => {
    set = await articleSet('masters-node-is-cut-off');
    await set.inOrder(60_000);
    old = await set.master();
    node = set.cluster.node(old.pod.nodeName);
    writer = await set.startWriter(old.pod.nodeName);
    await set.until('100 writes are confirmed', 15_000, () => writer.record.confirmedSince(0).length >= 100);
    cutAt = Date.now();
    await node.unplug();
  });

  afterAll(async () => set?.cluster.close());

  test('the old master stopped accepting writes once its replicas were silent for max-lag', async () => {
    await set.until('no write for 5 s', MAX_LAG_MS + 15_000, () => Date.now() - writer.record.lastAt > 5_000);
    expect(writer.record.lastAt - cutAt).toBeLessThan(MAX_LAG_MS + 3_000);
  });

  test('another master took over on the other side', async () => {
    await set.until('two masters, one on each side', downAfter(set) + 10_000, async () =>
      (await set.view()).members.filter(({ role }) => role === 'master').length === 2);
  });

  test('after the cut one master was left, and everybody followed it', async () => {
    await node.plugIn();
    const { members } = await set.inOrder(60_000);
    expect(members).toHaveLength(3);
    expect((await set.master()).host).not.toBe(old.host);
  });

  test('the client went on writing, and nothing that WAIT had confirmed was lost', async () => {
    const healed = Date.now();
    await set.until('100 more writes are confirmed', 15_000, () => writer.record.confirmedSince(healed).length >= 100);
    await writer.stop();
    const keys = await set.keysOf((await set.master()).pod);
    console.log(`${writer.record.summary()}; lost: ${writer.record.lost(keys).length}`);
    expect(writer.record.lostThoughConfirmed(keys)).toEqual([]);
  });
});
