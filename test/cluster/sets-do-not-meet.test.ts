/**
 * Three sets on the same nodes at the same time: two in one namespace, and one in another that is called as one of them. They have the same
 * password and the same master name, so that nothing but their own names and addresses keeps them apart.
 */
import { readdirSync, statSync } from 'fs';
import { ClusterSet, DATA_FOLDER, manifests, pendingSet } from './cluster-set';
import { ClusterPod } from './kube/cluster-pod';
import { labTest } from './kube/existing';
import { labNode } from './lab/lab';
import { report } from './report';
import { anotherMaster, known, theMaster } from '../scenario-kit/redis/steps';

const SETS = [['meet-here', 'one'], ['meet-here', 'two'], ['meet-there', 'one']];
const ORDER_MS = 180_000;
const FAILOVER_MS = 60_000;

describe('when three sets run on the same nodes', () => {
  let sets: ClusterSet[];

  beforeAll(async () => {
    sets = await Promise.all(SETS.map(async ([namespace, name]) => pendingSet(namespace, { name })));
    await Promise.all(SETS.map(async ([namespace, name], index) => sets[index].cluster.apply(manifests(namespace, { name }))));
    await allInOrder();
  });

  afterAll(async () => {
    for (const set of sets ?? []) await set.close();
  });

  async function allInOrder(): Promise<void> {
    await Promise.all(sets.map(async set => {
      await set.inOrder(ORDER_MS);
      await known(set, ORDER_MS);
    }));
  }

  function nodes(): string[] {
    return [...new Set(sets.flatMap(set => set.memberPods.map(({ nodeName }) => nodeName)))];
  }

  test('each node has a member of each', () => {
    expect(nodes()).toHaveLength(3);
    for (const set of sets) expect(new Set(set.memberPods.map(({ nodeName }) => nodeName))).toEqual(new Set(nodes()));
  });

  labTest('no two have a folder in common', () => {
    for (const node of nodes()) {
      const disk = labNode(node).disk(DATA_FOLDER);
      const found = [...new Set(SETS.map(([namespace]) => namespace))]
        .flatMap(namespace => readdirSync(`${disk}/${namespace}`).map(pod => `${namespace}/${pod}`));
      const folders = sets.flatMap(set => set.memberPods.filter(({ nodeName }) => nodeName === node).map(({ name }) => `${set.props.namespace}/${name}`));
      expect(found.sort()).toEqual(folders.sort());
      expect(new Set(folders.map(folder => statSync(`${disk}/${folder}`).ino)).size).toBe(SETS.length);
      for (const folder of folders) expect(readdirSync(`${disk}/${folder}`)).toContain('appendonlydir');
    }
  });

  test('what is written to one is in each of its members and in no other set', async () => {
    for (const set of sets) {
      await set.ask(await theMaster(set), `SET ${keyOf(set)} 1`);
    }
    for (const set of sets) {
      for (const pod of set.memberPods) {
        await set.until(`${pod.name} has the key`, ORDER_MS, async () => (await set.keysOf(pod)).size > 0);
        expect([...await set.keysOf(pod)]).toEqual([keyOf(set)]);
      }
    }
  });

  test('no two sentinels have the same id', async () => {
    const ids = (await Promise.all(sets.map(async set => Promise.all(set.sentinelPods.map(async pod => set.askSentinel(pod, 'SENTINEL MYID')))))).flat();
    expect(ids).toHaveLength(9);
    expect(new Set(ids).size).toBe(9);
  });

  test('each sentinel knows the members and the sentinels of its own set, and nobody else', async () => sentinelsKnowTheirOwn());

  test('a failover of one is none of the others', async () => {
    const [first, ...others] = sets;
    const master = (await theMaster(first)).name;
    const before = await Promise.all(others.map(stateOf));
    await first.askSentinel(first.sentinelPods[0], `SENTINEL FAILOVER ${first.props.masterName}`);
    await anotherMaster(first, master, FAILOVER_MS);
    await allInOrder();
    expect(await Promise.all(others.map(stateOf))).toEqual(before);
    await sentinelsKnowTheirOwn();
    for (const set of sets) for (const pod of set.memberPods) expect([...await set.keysOf(pod)]).toEqual([keyOf(set)]);
    report('three sets on the same nodes', { lost: 0, note: 'no shared folder, key, sentinel or failover' });
  });

  async function sentinelsKnowTheirOwn(): Promise<void> {
    for (const set of sets) {
      const { masterName } = set.props;
      const master = (await theMaster(set)).host;
      for (const pod of set.sentinelPods) {
        const [masters, replicas, sentinels] = await Promise.all(
          ['MASTERS', `REPLICAS ${masterName}`, `SENTINELS ${masterName}`].map(async what => addresses(set, pod, what)));
        expect(masters).toEqual([master]);
        expect(replicas).toEqual(set.memberPods.map(({ host }) => host).filter(host => host !== master).sort());
        expect(sentinels).toEqual(set.sentinelPods.filter(other => other !== pod).map(({ address }) => address).sort());
      }
    }
  }
});

/** Who is the master, and in which epoch it became that: another failover would raise it. */
async function stateOf(set: ClusterSet) {
  const answers = await Promise.all(set.sentinelPods.map(async pod => set.askSentinel(pod, `SENTINEL MASTER ${set.props.masterName}`)));
  return (answers as Record<string, string>[]).map(answer => [answer.ip, answer['config-epoch']]);
}

async function addresses(set: ClusterSet, pod: ClusterPod, what: string): Promise<string[]> {
  return (await set.askSentinel(pod, `SENTINEL ${what}`) as Record<string, string>[]).map(({ ip }) => ip).sort();
}

function keyOf({ props }: ClusterSet): string {
  return `of-${props.namespace}-${props.members[0]}`;
}
