/**
 * F24. A snapshot is taken from a running set, and later the set's data is replaced by it, as docs/operations/restore.md says.
 */
import { cpSync, existsSync, mkdirSync, renameSync } from 'fs';
import { join } from 'path';
import { dataFolder } from '../scenario-kit/article-set';
import { Node } from '../scenario-kit/kube/node';
import { WriteRecord } from '../scenario-kit/redis/write-record';
import { CLIENT_NODE, manifests, scenario, Scenario, theReplicas, writing } from '../scenario-kit/scenario';

const MEMBERS = ['defaultapp-redis-a-0', 'defaultapp-redis-b-0', 'defaultapp-redis-c-0'];
const REMOVED_MS = 60_000;
const SNAPSHOT_MS = 30_000;

/** It goes to standard output, which is a file on the member's disk here. */
const TAKE_SNAPSHOT = 'REDISCLI_AUTH="$(cat /run/redis/password)" redis-cli --rdb -';

describe('when the data of a set is replaced by a snapshot that was taken before', () => {
  let story: Scenario;
  let nodes: Node[];
  let before: WriteRecord;
  let after: WriteRecord;
  let snapshot: string;

  beforeAll(async () => {
    story = await scenario('snapshot-is-restored');
    nodes = ['a', 'b', 'c'].flatMap(shard => [`node-${shard}-master`, `node-${shard}-slave`]).map(name => story.set.cluster.node(name));
  });

  afterAll(async () => story?.set.close());

  async function write(name: string): Promise<WriteRecord> {
    const writer = await story.set.startWriter(CLIENT_NODE, { name });
    await writing({ set: story.set, writer });
    return writer.stop();
  }

  /** What the master holds of a record's writes. */
  async function held(record: WriteRecord): Promise<number> {
    const { acknowledged, lost } = await story.set.lossOf(record);
    return acknowledged - lost;
  }

  test('it was taken from a replica, and the set went on', async () => {
    const { set } = story;
    before = await story.writer.stop();
    await set.finalState(30_000);
    const [pod] = await theReplicas(set);
    await pod.container('redis-server').running.exec(['sh', '-c', `${TAKE_SNAPSHOT} >/data/redis/copy.rdb`], SNAPSHOT_MS);
    snapshot = join(dataFolder(set.cluster.node(pod.nodeName), pod.name), 'copy.rdb');
    after = await write('writer-after-the-snapshot');
    expect(await held(after)).toBe(after.acknowledged);
  });

  test('the set came back with the data of the snapshot and nothing else', async () => {
    const { set } = story;
    await set.cluster.delete(manifests({}));
    await set.until('no pod is left', REMOVED_MS, () => set.cluster.pods.length === 0);
    const copy = join(set.cluster.logs, 'copy.rdb');
    cpSync(snapshot, copy);
    for (const folder of nodes.flatMap(node => MEMBERS.map(member => dataFolder(node, member)))) {
      if (existsSync(folder)) renameSync(folder, `${folder}.old`);
    }
    const restored = dataFolder(nodes[0], MEMBERS[0]);
    mkdirSync(restored);
    cpSync(copy, join(restored, 'dump.rdb'));
    set.cluster.apply(manifests({}));
    await set.inOrder(60_000);
    await set.finalState(30_000);
    expect(await held(before)).toBe(before.acknowledged);
    expect(await held(after)).toBe(0);
    await set.until('the append-only file is on', 10_000, () => set.logsSinceStart(set.pod('a'), 'redis-server').includes('appendonly is yes'));
  });

  test('it takes writes, and keeps all of it when everything has lost its power', async () => {
    const later = await write('writer-after-the-restoration');
    await Promise.all(nodes.map(async node => node.powerOff()));
    await Promise.all(nodes.map(async node => node.powerOn()));
    await story.set.inOrder(60_000);
    await story.set.finalState(30_000);
    expect(await held(before)).toBe(before.acknowledged);
    expect(await held(later)).toBe(later.acknowledged);
  });
});
