/**
 * The node of the master loses its power, and gets it back when another has taken over.
 */
import { existsSync, statSync } from 'fs';
import { join } from 'path';
import { articleSet, DATA_FOLDER, downAfter, NAMESPACE } from './article-set';
import { Node } from './kube/node';
import { processesOf } from './kube/processes';
import { RedisSet } from './redis/redis-set';
import { Writer } from './redis/writer';

describe("when the master's node dies", () => {
  let set: RedisSet;
  let writer: Writer;
  let deadNode: Node;
  let diedAt: number;

  beforeAll(async () => {
    set = await articleSet('masters-node-dies');
  });

  afterAll(async () => set?.cluster.close());

  test('the set had come up in order on its home nodes', async () => {
    await set.inOrder(60_000);
    expect(set.memberPods.map(pod => pod.nodeName)).toEqual(['node-a-master', 'node-b-master', 'node-c-master']);
  });

  test('redis did not run as root', async () => {
    const containers = [
      ...set.memberPods.map(pod => pod.container('redis-server').running),
      ...set.sentinelPods.map(pod => pod.container('redis-sentinel').running),
    ];
    const processes = (await Promise.all(containers.map(processesOf))).flat();
    expect(new Set(processes.map(({ command }) => command))).toEqual(new Set(['redis-server', 'redis-sentinel']));
    expect(new Set(processes.map(({ uid, gid }) => `${uid}:${gid}`))).toEqual(new Set(['999:1000']));
  });

  test("each member's data lay on the disk of its node", async () => {
    for (const pod of set.memberPods) {
      await set.ask(pod, 'SAVE');
      const folder = join(set.cluster.node(pod.nodeName).disk, DATA_FOLDER, NAMESPACE, pod.name);
      expect(existsSync(join(folder, 'dump.rdb'))).toBe(true);
      expect(statSync(folder).uid).toBe(999);
    }
  });

  test('a new master took over within down-after + 2 s', async () => {
    writer = await set.startWriter('node-b-slave');
    await set.until('100 writes are confirmed', 15_000, () => writer.record.confirmedSince(0).length >= 100);
    const dead = await set.master();
    deadNode = set.cluster.node(dead.pod.nodeName);
    await deadNode.powerOff();
    diedAt = Date.now();
    await set.until('another master', downAfter(set) + 2_000, async () => (await set.master()).host !== dead.host);
  });

  test('writing went on within down-after + 5 s', async () => {
    await set.until('100 more writes are confirmed', 15_000, () => writer.record.confirmedSince(diedAt).length >= 100);
    await writer.stop();
    // Sentinel pings once a second and asks the promoted one for its role once a second; only then does it turn the other replica round,
    // without which the new master takes no writes (min-replicas-to-write). That makes two seconds; the rest is margin for a busy machine.
    expect(writer.record.longestGap()).toBeLessThan(downAfter(set) + 5_000);
  });

  test('the other members and every sentinel followed the new master', async () => {
    const { members } = await set.inOrder(30_000);
    expect(members).toHaveLength(2);
  });

  test('when the node came back its Redis joined as a replica', async () => {
    const { host } = await set.master();
    await deadNode.powerOn();
    const { members } = await set.inOrder(60_000);
    expect(members).toHaveLength(3);
    expect((await set.master()).host).toBe(host);
  });

  test('nothing that WAIT had confirmed was lost', async () => {
    const keys = await set.keysOf((await set.master()).pod);
    console.log(`${writer.record.summary()}; lost: ${writer.record.lost(keys).length}`);
    expect(writer.record.lostThoughConfirmed(keys)).toEqual([]);
  });
});
