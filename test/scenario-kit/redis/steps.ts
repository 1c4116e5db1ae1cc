/**
 * Steps that scenarios have in common, on whatever cluster they run.
 */
import { RedisSetOn } from './redis-set-on';
import { SetPod } from './set-cluster';
import { Writer } from './writer';

/** A set, and a client that writes to it. */
export interface Story<S extends RedisSetOn = RedisSetOn> {
  readonly set: S;
  readonly writer: Writer;
}

/** Sentinel looks at a replica's priority every 10 s, and a busy machine can make it miss a look. */
const KNOWN_MS = 60_000;
const ROLES_MS = 60_000;
const SAVED_MS = 30_000;
const REJOINED_MS = 60_000;
const WRITING_MS = 30_000;
const FINAL_MS = 60_000;

/** Waits until 50 writes after now are confirmed. */
export async function writing({ set, writer }: Story, within = WRITING_MS): Promise<void> {
  const since = Date.now();
  await set.until('50 more writes are confirmed', within, () => writer.record.confirmedSince(since).length >= 50);
}

/** Waits until another pod than this one, or a later one of its name, is the only master. */
export async function anotherMaster(set: RedisSetOn, than: string, within: number): Promise<void> {
  await set.until(`another master than ${than}`, within, async () =>
    (await set.view()).members.some(({ role, pod }) => role === 'master' && pod.name !== than));
}

/** Asked again where a busy machine lets a member answer too late. */
export async function theMaster<P extends SetPod>(set: RedisSetOn<P>): Promise<P> {
  return set.until('one master', ROLES_MS, async () => (await set.master()).pod);
}

/** All members but the master, when each of them follows a master. */
export async function theReplicas<P extends SetPod>(set: RedisSetOn<P>): Promise<P[]> {
  const count = set.props.members.length - 1;
  return set.until(`${count} replicas`, ROLES_MS, async () => {
    const replicas = await set.replicas();
    return replicas.length === count && replicas.map(({ pod }) => pod);
  });
}

/** Waits until the member of this pod, which was the master before, is a replica in step. */
export async function rejoined(set: RedisSetOn, member: string): Promise<void> {
  await set.until('it follows the new master', REJOINED_MS, async () =>
    (await set.replicas()).some(({ pod, link }) => pod.name === member && link === 'connected'));
}

/** Redis refuses while it saves by itself. */
export async function saved<P extends SetPod>(set: RedisSetOn<P>, pod: P): Promise<void> {
  await set.until(`${pod.name} has saved`, SAVED_MS, async () => set.ask(pod, 'SAVE'));
}

/** Waits until every sentinel has seen that the replicas may be promoted: before that a failover takes longer. */
export async function known(set: RedisSetOn, within = KNOWN_MS): Promise<void> {
  const { masterName, members } = set.props;
  await set.until('every sentinel knows all replicas, and that it could promote them', within, async () => {
    const answers = await Promise.all(set.sentinelPods.map(async pod => set.askSentinel(pod, `SENTINEL REPLICAS ${masterName}`)));
    return (answers as unknown as Record<string, string>[][]).every(replicas =>
      replicas.length === members.length - 1 && replicas.every(replica => replica.flags === 'slave' && Number(replica['slave-priority']) > 0));
  });
}

/** Stops the writer, waits for the full order and says what is missing. Prints the figures of the run. */
export async function result({ set, writer }: Story, within = FINAL_MS): Promise<{ lost: number; lostConfirmed: number; gap: number }> {
  const record = await writer.stop();
  await set.finalState(within);
  const { lost, lostConfirmed } = await set.lossOf(record);
  console.log(`${record.summary()}; lost: ${lost}, of them confirmed: ${lostConfirmed}`);
  return { lost, lostConfirmed, gap: record.longestGap() };
}
