/**
 * Where the scheduler puts the shards of a new set, what speaks against their home nodes, and which placement stands it
 * (docs/decisions/0013-placement-preferred-or-required.md). A shard counts as placed when it has a node; the sets have no Secret, so that
 * nothing is started.
 */
import { ClusterSet, manifests, pendingSet, SetProps } from './cluster-set';
import { describeOnLab } from './kube/existing';
import { kubectl } from './kube/kubectl';
import { Places, PLACEMENT_CASES, removeLargeImage, ROUNDS } from './placement-cases';
import { report } from './report';
import { PlacementPolicy } from '../../src';

const PLACED_MS = 60_000;

const A_HOME = 'node-a-master';
const A_BACKUP = 'node-a-slave';
const { PREFERRED, HOME_OR_BACKUP, HOME } = PlacementPolicy;

describe('when nothing speaks against them', () => {
  test('the shards of a new set start on their home nodes, ten times of ten', async () => {
    const places = await placesIn(10, {});
    report('ten new sets, when nothing speaks against the home nodes', { note: inWords(places) });
    expect(places).toEqual({ home: 30, backup: 0, elsewhere: 0 });
  });
});

afterAll(removeLargeImage);

describeOnLab.each(PLACEMENT_CASES)('when $what', ({ what, props, arrange, restore, ...expected }) => {
  beforeAll(arrange);
  afterAll(restore);

  const rows = Object.values(PlacementPolicy).map(placement => [placement, inWords(expected[placement])]);

  test.each(rows)('with the placement %s: %s', async (placement, places) => {
    const shards = placement === HOME ? props?.shards?.map(({ name, home }) => ({ name, home })) : props?.shards;
    const shardPods = { ...props?.shardPods, placement: placement as PlacementPolicy };
    const seen = inWords(await placesIn(ROUNDS, { ...props, shards, shardPods }));
    report(`${ROUNDS} new sets with the placement ${placement}, when ${what}`, { note: seen });
    expect(seen).toBe(places);
  });
});

describe('when nodes are cordoned', () => {
  afterEach(async () => kubectl('uncordon', A_HOME, A_BACKUP));

  test.each<[PlacementPolicy, string[], string]>([
    [PREFERRED, [A_HOME], A_BACKUP],
    [PREFERRED, [A_HOME, A_BACKUP], 'another node'],
    [HOME_OR_BACKUP, [A_HOME], A_BACKUP],
    [HOME_OR_BACKUP, [A_HOME, A_BACKUP], 'Pending'],
    [HOME, [A_HOME], 'Pending'],
  ])('with the placement %s and %j cordoned, shard a is on %s', async (placement, cordoned, expected) => {
    await kubectl('cordon', ...cordoned);
    const set = await newSet({ shardPods: { placement } });
    const node = await set.until('shard a has a node or cannot have one', PLACED_MS, () => {
      const { nodeName, seen } = set.pod('a');
      const pending = seen.status?.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable');
      return pending ? 'Pending' : nodeName;
    });
    await remove(set);
    report(`new set with the placement ${placement}, ${cordoned.join(' and ')} cordoned`, { note: `shard a: ${node}` });
    expect(expected === 'another node' ? !cordoned.includes(node) && node !== 'Pending' : node === expected).toBe(true);
  });

  test('with the placement home, shard a starts at home as soon as its node is in service', async () => {
    await kubectl('cordon', A_HOME);
    const set = await newSet({ shardPods: { placement: HOME } });
    await set.until('the others have their nodes', PLACED_MS, () => ['b', 'c'].every(shard => set.pod(shard).nodeName !== ''));
    expect(set.pod('a').nodeName).toBe('');
    await kubectl('uncordon', A_HOME);
    await set.until('it has a node', PLACED_MS, () => set.pod('a').nodeName !== '');
    expect(set.pod('a').nodeName).toBe(A_HOME);
    await remove(set);
  });
});

let sets = 0;

async function newSet(props: SetProps): Promise<ClusterSet> {
  const namespace = `placed-${++sets}`;
  const set = await pendingSet(namespace, props, { secret: false });
  await set.cluster.apply(manifests(namespace, props));
  return set;
}

/** Nothing of it runs: no kubelet has to be waited for. */
async function remove(set: ClusterSet): Promise<void> {
  await kubectl('delete', 'namespace', set.props.namespace, '--wait=false');
  await set.cluster.kubectl('delete', 'pods', '--all', '--force');
  await set.close();
}

async function placesIn(rounds: number, props: SetProps): Promise<Places> {
  const nodes: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const set = await newSet(props);
    await set.until('every shard has a node', PLACED_MS, () => set.memberPods.length === 3 && set.memberPods.every(({ nodeName }) => nodeName !== ''));
    nodes.push(...['a', 'b', 'c'].map(shard => set.pod(shard).nodeName.replace(`node-${shard}`, 'node')));
    await remove(set);
  }
  const [home, backup] = ['node-master', 'node-slave'].map(kind => nodes.filter(node => node === kind).length);
  return { home, backup, elsewhere: nodes.length - home - backup };
}

function inWords({ home, backup, elsewhere }: Places): string {
  return `of ${home + backup + elsewhere} shards ${home} at home, ${backup} on the backup node, ${elsewhere} elsewhere`;
}
