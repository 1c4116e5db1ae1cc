/**
 * F9. Everything loses its power, and the node of one member, or of two, stays dark: a majority goes on, one alone waits until somebody decides.
 */
import { Duration } from 'cdk8s';
import { Node } from '../scenario-kit/kube/node';
import { Pod } from '../scenario-kit/kube/pod';
import { pause } from '../scenario-kit/pause';
import { RedisSet } from '../scenario-kit/redis/redis-set';
import { WriteRecord } from '../scenario-kit/redis/write-record';
import { CLIENT_NODE, quietSet, theMaster, theReplicas, writing } from '../scenario-kit/scenario';

const COLD_START_WAIT_MS = 10_000;

/** Members count in whole seconds. */
const SECOND_MS = 1_000;

/** become-master.sh gives up after a minute. */
const OVERRIDE_MS = 70_000;

describe('when some nodes stay dark after everything has lost its power', () => {
  const records: WriteRecord[] = [];
  let set: RedisSet;
  let dark: Node[];
  let restartedAt: number;

  beforeAll(async () => {
    set = await quietSet('cold-start-without-some', { recovery: { coldStartWait: Duration.millis(COLD_START_WAIT_MS) } });
  });

  afterAll(async () => set?.close());

  /** The set takes writes; they are on record. */
  async function write(): Promise<void> {
    const writer = await set.startWriter(CLIENT_NODE, { name: `writer-${records.length}` });
    await writing({ set, writer });
    records.push(await writer.stop());
  }

  async function expectNothingLost(): Promise<void> {
    for (const record of records) expect((await set.lossOf(record)).lost).toBe(0);
  }

  /** Cuts the power of every node with pods; those of these pods do not get it back. */
  async function restartWithout(...missing: Pod[]): Promise<void> {
    const nodes = [...new Set(set.cluster.pods.map(pod => set.cluster.node(pod.nodeName)))];
    dark = missing.map(pod => set.cluster.node(pod.nodeName));
    await Promise.all(nodes.filter(node => node.alive).map(async node => node.powerOff()));
    restartedAt = Date.now();
    await Promise.all(nodes.filter(node => !dark.includes(node)).map(async node => node.powerOn()));
  }

  async function wentOnAfterWaiting(): Promise<void> {
    await set.until('somebody is the master', 30_000, async () => set.master());
    expect(Date.now() - restartedAt).toBeGreaterThan(COLD_START_WAIT_MS - SECOND_MS);
    await set.inOrder(60_000);
    await expectNothingLost();
  }

  async function allAreBack(): Promise<void> {
    await Promise.all(dark.map(async node => node.powerOn()));
    await set.finalState(60_000);
    await expectNothingLost();
  }

  /** What a member has logged since its last start. */
  function logOf(pod: Pod): string {
    return set.logsSinceStart(pod, 'redis-server');
  }

  async function becomeMaster(pod: Pod, command = 'sh /run/redis/config/become-master.sh'): Promise<string> {
    return pod.container('redis-server').running.exec(['sh', '-c', command], OVERRIDE_MS);
  }

  test("without a replica, it was of no use to tell the other one to become the master: the last master's data is newer", async () => {
    await write();
    const [replica, missing] = await theReplicas(set);
    await restartWithout(missing);
    await set.until('the replica knows the data of both', 30_000, () => logOf(replica).includes('of 2 so far'));
    await expect(becomeMaster(replica)).rejects.toThrow('waits too and has newer data');
  });

  test('the two went on after the waiting time, with everything', wentOnAfterWaiting);

  test('the missing one joined when it was back', async () => {
    await write();
    await allAreBack();
  });

  test('without the last master, and with older data on one of the two, they went on with everything that the other one has', async () => {
    const master = await theMaster(set);
    const [older] = await theReplicas(set);
    await set.cluster.node(older.nodeName).powerOff();
    await write();
    // How far an append-only file reaches is only known to about half a second, except for the last master's.
    await pause(2_000);
    await restartWithout(master);
    await wentOnAfterWaiting();
  });

  test('the last master followed when it was back', async () => {
    await write();
    await allAreBack();
  });

  test('one alone waited, not ready, and said for whom and what overrides that', async () => {
    const master = await theMaster(set);
    const [left, replica] = await theReplicas(set);
    await restartWithout(master, replica);
    // Two would have gone on by then.
    await pause(COLD_START_WAIT_MS + 5_000);
    await set.until('it follows nobody', 30_000, async () => {
      const { members } = await set.view();
      return members.length === 1 && members[0].pod.name === left.name && members[0].role === 'replica' && members[0].master === '127.0.0.1';
    });
    expect(logOf(left)).not.toContain('becomes the master');
    expect(left.ready).toBe(false);
    await expect(set.ask(left, 'SET key value')).rejects.toThrow();
    const waiting = [master.name, replica.name].sort().join(' ');
    expect(logOf(left)).toMatch(new RegExp(`cold start: waits for ${waiting}; .*at once: sh \\S+$`, 'm'));
  });

  test('the command from its log made it the master, and the set took writes when one more was back', async () => {
    const [left] = set.memberPods;
    const command = /at once: (.*)$/m.exec(logOf(left))![1];
    await expect(becomeMaster(left, command)).resolves.toContain('is the master');
    await expect(set.ask(left, 'SET key value')).rejects.toThrow('NOREPLICAS');
    const [one, ...rest] = dark;
    await one.powerOn();
    dark = rest;
    await write();
    expect((await theMaster(set)).name).toBe(left.name);
    await allAreBack();
  });

  test('in a running set nobody could be told to become the master', async () => {
    for (const pod of set.memberPods) await expect(becomeMaster(pod)).rejects.toThrow(/refuses: this member .* it is (master|replica)/);
    await set.inOrder(10_000);
  });
});
