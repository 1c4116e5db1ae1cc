/**
 * The two sets that are compared: the article's manifests as they stand, and this library's with its defaults under the same names.
 */
import { articleManifests } from '../../test/scenario-kit/article-manifests';
import { articleSet } from '../../test/scenario-kit/article-set';
import { KubeObject } from '../../test/scenario-kit/kube/manifests';
import { RedisSet } from '../../test/scenario-kit/redis/redis-set';
import { CLIENT_NODE, known, manifests } from '../../test/scenario-kit/scenario';

/** Only for the bench: redis-benchmark takes it as an argument. */
export const PASSWORD = 'bench';

const PATIENCE_MS = 300_000;

export interface ComparedSet {
  readonly name: string;

  /** In file names. */
  readonly slug: string;

  objects(): KubeObject[];

  /** Waits until a fault can be put to it. */
  started(set: RedisSet): Promise<unknown>;
}

export const SETS: ComparedSet[] = [
  { name: 'the article\'s', slug: 'article', objects: () => articleManifests(PASSWORD), started: articleStarted },
  { name: 'ours', slug: 'ours', objects: () => manifests({}), started: known },
];

export async function start(compared: ComparedSet, run: string): Promise<RedisSet> {
  const set = await articleSet(`bench-${run}-${compared.slug}`, { password: PASSWORD, startNow: false });
  set.cluster.cordon(await set.cluster.addNode(CLIENT_NODE));
  set.cluster.apply(compared.objects());
  await oneMaster(set);
  await compared.started(set);
  return set;
}

/** One master, and everybody else that is alive linked to it. */
export async function oneMaster(set: RedisSet): Promise<void> {
  await set.until('one master, and the others linked', PATIENCE_MS, async () => {
    const { members } = await set.view();
    return members.filter(({ role }) => role === 'master').length === 1
      && members.every(({ role, link }) => role === 'master' || link === 'connected');
  });
}

async function articleStarted(set: RedisSet): Promise<void> {
  await set.until('every sentinel knows the others and two replicas', PATIENCE_MS, async () =>
    (await set.view()).sentinels.every(({ replicas, otherSentinels }) => replicas === 2 && otherSentinels === 2));
}
