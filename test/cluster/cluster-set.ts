/**
 * A set of this library on the cluster, in a namespace of its own.
 */
import { App, Chart } from 'cdk8s';
import { ClusterNamespace } from './kube/cluster-namespace';
import { ClusterPod } from './kube/cluster-pod';
import { EXISTING } from './kube/existing';
import { LAB_NODES } from './lab/lab';
import { DNS_NODE } from './lab/layout';
import { Figures, report } from './report';
import { RedisSentinelHostPath, RedisSentinelHostPathProps } from '../../src';
import { PLANNED_GAP_MS } from '../scenario-kit/limits';
import { RedisSetOn } from '../scenario-kit/redis/redis-set-on';
import { known, result, Story, theMaster, writing } from '../scenario-kit/redis/steps';

export type SetProps = Partial<RedisSentinelHostPathProps>;
export type ClusterSet = RedisSetOn<ClusterPod, ClusterNamespace>;
export type ClusterStory = Story<ClusterSet>;

/** Where the props do not say another. */
export const NAME = 'defaultapp-redis';
export const PASSWORD = 'redis#123 "$&%\\/\'';
export const DATA_FOLDER = 'data/redis_data';

/** Since writers are no pods, the node that they are started on is of no account. */
const ANYWHERE = '';

const ORDER_MS = 120_000;
const KNOWN_MS = 90_000;

/** In full order, and every sentinel knows that it can fail over. */
export async function clusterSet(namespace: string, props: SetProps = {}): Promise<ClusterSet> {
  const set = await pendingSet(namespace, props);
  await set.cluster.apply(manifests(namespace, props));
  await set.inOrder(ORDER_MS);
  await known(set, KNOWN_MS);
  return set;
}

export interface PendingOptions {
  /** @default - one with characters that have broken other people's scripts */
  readonly password?: string;

  /**
   * Whether the Secret with the password is there from the start.
   *
   * @default true
   */
  readonly secret?: boolean;
}

/** Its namespace and Secret, and nothing else yet. Its nodes have the folder for its data. */
export async function pendingSet(namespace: string, props: SetProps = {}, options: PendingOptions = {}): Promise<ClusterSet> {
  const { password = PASSWORD, secret = true } = options;
  makeDataFolders();
  const { config, sentinel } = construct(namespace, props);
  const cluster = await ClusterNamespace.create(namespace);
  if (secret) await cluster.putPassword(`${config.name}-auth`, password);
  return new RedisSetOn(cluster, {
    namespace,
    members: config.shards.map(shard => `${config.name}-${shard}`),
    sentinel: `${config.name}-sentinel`,
    sentinels: props.sentinel?.replicas ?? 3,
    masterName: config.masterName,
    password,
    redisPort: config.redisPort,
    sentinelPort: sentinel.port,
  });
}

/** The same with a client that writes to it. */
export async function clusterStory(namespace: string, props: SetProps = {}): Promise<ClusterStory> {
  const set = await clusterSet(namespace, props);
  const story = { set, writer: await set.startWriter(ANYWHERE) };
  await writing(story);
  return story;
}

/** Waits until another pod has taken the place of this one, and the set is in order with it. */
export async function successor({ set, old, within }: { set: ClusterSet; old: ClusterPod; within: number }): Promise<ClusterPod> {
  const pod = await set.until(`another ${old.name} is ready`, within, () =>
    set.memberPods.find(candidate => candidate.name === old.name && candidate !== old && candidate.ready));
  await set.inOrder(within);
  return pod;
}

/** Deletes a member's pod, and sees the next one come up on its home node, in order. */
export async function sentHome({ set, name, home, within }: { set: ClusterSet; name: string; home: string; within: number }): Promise<void> {
  const old = set.cluster.pod(name);
  await set.cluster.kubectl('delete', 'pod', name);
  expect((await successor({ set, old, within })).nodeName).toBe(home);
}

/** What happens meanwhile changes nothing of a member's pod and of who is the master, and writes go on. */
export async function changesNothing(story: ClusterStory, name: string, within: number, meanwhile: () => Promise<unknown>): Promise<void> {
  const { set } = story;
  const [pod, master] = [set.cluster.pod(name), await theMaster(set)];
  await meanwhile();
  await writing(story);
  await set.inOrder(within);
  expect(set.cluster.pod(name)).toBe(pod);
  expect(await theMaster(set)).toBe(master);
}

/** The end of a story without a crash, a row of the report: nothing was lost, and no planned switch took long. */
export async function nothingIsLost(story: ClusterStory, label: string): Promise<void> {
  const { lost, gap } = await result(story);
  report(label, { lost, gap });
  expect(lost).toBe(0);
  expect(gap).toBeLessThan(PLANNED_GAP_MS);
}

/** The end of one with crashes. */
export async function nothingConfirmedIsLost(story: ClusterStory, label: string, figures: Figures): Promise<void> {
  const { lost, lostConfirmed } = await result(story);
  report(label, { lost, lostConfirmed, ...figures });
  expect(lostConfirmed).toBe(0);
}

/** What a user would apply. */
export function manifests(namespace: string, props: SetProps = {}): string {
  return App.of(construct(namespace, props)).synthYaml() as string;
}

function construct(namespace: string, props: SetProps): RedisSentinelHostPath {
  const chart = new Chart(new App(), 'set', { namespace });
  return new RedisSentinelHostPath(chart, 'redis', { name: NAME, ...props });
}

/** On an existing cluster they have to be there. */
function makeDataFolders(): void {
  if (EXISTING) return;
  for (const node of LAB_NODES.filter(({ name }) => name !== DNS_NODE)) node.makeFolder(DATA_FOLDER);
}
