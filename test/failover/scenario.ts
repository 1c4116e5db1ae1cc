/**
 * What scenarios have in common: a set in full order with a client that writes to it, and what has to be true in the end.
 */
import { Duration } from 'cdk8s';
import { ArticleProps, articleSet, synthesise } from './article-set';
import { Node } from './kube/node';
import { Pod } from './kube/pod';
import { RedisSet } from './redis/redis-set';
import { Writer } from './redis/writer';

/** No pod runs there but the client's, so that a fault of a node never hits the client by chance. */
export const CLIENT_NODE = 'clients';

/** Sentinel's own settings in the scenarios: the library's defaults, which are quicker than the article's. */
export const SENTINEL = { downAfter: Duration.seconds(5), failoverTimeout: Duration.seconds(60) };
export const DOWN_AFTER_MS = 5_000;

/** For the scheduling of a machine that does other things too, which the clock of a client counts as well. */
export const MARGIN_MS = 3_000;

/** What a planned switch may cost, 3 s and half of the margin, and what a crash may cost on top of down-after. */
export const PLANNED_GAP_MS = 3_000 + MARGIN_MS / 2;
export const CRASH_EXTRA_MS = 2_000;

/** Sentinel looks at a replica's priority every 10 s. */
const KNOWN_MS = 20_000;
const START_MS = 60_000;
const WRITING_MS = 30_000;

export interface Scenario {
  readonly set: RedisSet;
  readonly writer: Writer;
}

/** A set in order of which every sentinel knows that it can fail over, and a writer whose writes are being confirmed. */
export async function scenario(name: string, props: ArticleProps = {}, password?: string): Promise<Scenario> {
  const set = await quietSet(name, props, password);
  const writer = await set.startWriter(CLIENT_NODE);
  await writing({ set, writer });
  return { set, writer };
}

/** The same without a writer. */
export async function quietSet(name: string, props: ArticleProps = {}, password?: string): Promise<RedisSet> {
  const set = await emptyCluster(name, props, password);
  set.cluster.apply(synthesise(withSentinel(props)));
  await set.inOrder(START_MS);
  await known(set);
  return set;
}

/** The nodes, to which nothing has been applied yet. */
export async function emptyCluster(name: string, props: ArticleProps = {}, password?: string): Promise<RedisSet> {
  const set = await articleSet(name, { props: withSentinel(props), password, startNow: false });
  set.cluster.cordon(await set.cluster.addNode(CLIENT_NODE));
  return set;
}

/** The manifests with these settings, for a later `set.cluster.apply`. */
export function manifests(props: ArticleProps) {
  return synthesise(withSentinel(props));
}

/** Waits until 50 writes after now are confirmed. */
export async function writing({ set, writer }: Scenario, within = WRITING_MS): Promise<void> {
  const since = Date.now();
  await set.until('50 more writes are confirmed', within, () => writer.record.confirmedSince(since).length >= 50);
}

/** Waits until another pod than this one, or a later one of its name, is the only master. */
export async function anotherMaster(set: RedisSet, than: string, within: number): Promise<void> {
  await set.until(`another master than ${than}`, within, async () =>
    (await set.view()).members.some(({ role, pod }) => role === 'master' && pod.name !== than));
}

/** Asked again where a busy machine lets a member answer too late. */
export async function theMaster(set: RedisSet): Promise<Pod> {
  return set.until('one master', START_MS, async () => (await set.master()).pod);
}

/** Waits until every sentinel has seen that the replicas may be promoted: before that a failover takes longer. */
export async function known(set: RedisSet): Promise<void> {
  await set.until('every sentinel knows two replicas that it could promote', KNOWN_MS, async () => {
    const answers = await Promise.all(set.sentinelPods.map(async pod => set.askSentinel(pod, 'SENTINEL REPLICAS mymaster')));
    return (answers as unknown as Record<string, string>[][]).every(replicas =>
      replicas.length === 2 && replicas.every(replica => replica.flags === 'slave' && Number(replica['slave-priority']) > 0));
  });
}

/** What Kubernetes does with the sentinels of a node that stays dead: they are replaced elsewhere. */
export async function evictSentinels(set: RedisSet, { pods }: Node): Promise<void> {
  const sentinels = set.sentinelPods[0].identity.workload;
  await Promise.all(pods.filter(({ identity }) => identity.workload === sentinels).map(async pod => set.cluster.deletePod(pod)));
}

/** Stops the writer, waits for the full order and says what is missing. Prints the figures of the run. */
export async function result({ set, writer }: Scenario, within = 60_000): Promise<{ lost: number; lostConfirmed: number; gap: number }> {
  const record = await writer.stop();
  await set.finalState(within);
  const { lost, lostConfirmed } = await set.lossOf(record);
  console.log(`${record.summary()}; lost: ${lost}, of them confirmed: ${lostConfirmed}`);
  return { lost, lostConfirmed, gap: record.longestGap() };
}

function withSentinel(props: ArticleProps): ArticleProps {
  return { ...props, sentinel: { ...SENTINEL, ...props.sentinel } };
}
