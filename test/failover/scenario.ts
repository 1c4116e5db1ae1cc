/**
 * What scenarios have in common: a set in full order with a client that writes to it, and the steps of redis/steps.
 */
import { Duration } from 'cdk8s';
import { ArticleProps, articleSet, synthesise } from './article-set';
import { Node } from './kube/node';
import { RedisSet } from './redis/redis-set';
import { known, Story, writing } from './redis/steps';

export { anotherMaster, known, result, saved, theMaster, theReplicas, writing } from './redis/steps';

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

const START_MS = 60_000;

export type Scenario = Story<RedisSet>;

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

/** What Kubernetes does with the sentinels of a node that stays dead: they are replaced elsewhere. */
export async function evictSentinels(set: RedisSet, { pods }: Node): Promise<void> {
  const sentinels = set.sentinelPods[0].identity.workload;
  await Promise.all(pods.filter(({ identity }) => identity.workload === sentinels).map(async pod => set.cluster.deletePod(pod)));
}

function withSentinel(props: ArticleProps): ArticleProps {
  return { ...props, sentinel: { ...SENTINEL, ...props.sentinel } };
}
