/**
 * What scenarios have in common: a set in full order with a client that writes to it, and the steps of redis/steps.
 */
import { ArticleProps, articleSet, synthesise } from './article-set';
import { Node } from './kube/node';
import { CRASH_GAP_MS, PLANNED_GAP_MS, SENTINEL } from './limits';
import { RedisSet } from './redis/redis-set';
import { known, result, Story, writing } from './redis/steps';

export * from './limits';
export { anotherMaster, known, rejoined, result, saved, theMaster, theReplicas, writing } from './redis/steps';

/** No pod runs there but the client's, so that a fault of a node never hits the client by chance. */
export const CLIENT_NODE = 'clients';

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

/** The end of a story without a crash: nothing was lost, and the writer was never without a master for longer than this. */
export async function nothingIsLost(story: Story, within = PLANNED_GAP_MS): Promise<void> {
  const { lost, gap } = await result(story);
  expect(lost).toBe(0);
  expect(gap).toBeLessThan(within);
}

/** The end of a story with crashes: nothing that WAIT had confirmed was lost, and the writer was never without a master for longer than this. */
export async function nothingConfirmedIsLost(story: Story, within = CRASH_GAP_MS): Promise<void> {
  const { lostConfirmed, gap } = await result(story);
  expect(lostConfirmed).toBe(0);
  expect(gap).toBeLessThan(within);
}

function withSentinel(props: ArticleProps): ArticleProps {
  return { ...props, sentinel: { ...SENTINEL, ...props.sentinel } };
}
