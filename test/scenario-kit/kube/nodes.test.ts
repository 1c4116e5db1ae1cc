/**
 * Nodes that are cordoned, drained, cut off, slow, or lose their power together.
 */
import { until } from '../until';
import { Cluster } from './cluster';
import { addressesOf } from './endpoints';
import { Pod } from './pod';
import { SHARED, shell, smallDeployment, smallStatefulSet } from './small-workloads';

describe('a node', () => {
  let cluster: Cluster;
  const wait = async <T>(what: string, condition: () => T | Promise<T>) =>
    until(condition, { within: 15_000, what, describe: () => cluster.describe() });
  const one = () => cluster.node('one');
  const two = () => cluster.node('two');
  const ready = async (name: string): Promise<Pod> => wait(`${name} is ready`, () => cluster.pod(name).ready && cluster.pod(name));
  const on = (node: string, workload: string) => cluster.podsOf(workload).filter(pod => pod.nodeName === node);
  const pinned = { nodeSelector: { name: 'one' } };

  beforeAll(async () => {
    cluster = await Cluster.create('nodes');
    await cluster.addNode('one', { name: 'one' });
    await cluster.addNode('two', { name: 'two' });
  });

  afterAll(async () => cluster.close());

  test('gets no new pods while it is cordoned', async () => {
    cluster.cordon(one());
    cluster.apply([smallStatefulSet('pinned', { pod: pinned }), smallDeployment('free', {}, { replicas: 2 })]);
    await wait('two pods run elsewhere', () => on('two', 'free').filter(pod => pod.ready).length === 2);
    expect(cluster.podsOf('pinned')).toEqual([]);
    cluster.uncordon(one());
    expect((await ready('pinned-0')).nodeName).toBe('one');
  });

  test('is drained no faster than a PodDisruptionBudget allows', async () => {
    const readinessProbe = { ...shell(`test -e ${SHARED}/open`), periodSeconds: 1, timeoutSeconds: 10, failureThreshold: 1 };
    const selector = { matchExpressions: [{ key: 'app', operator: 'In', values: ['guarded', 'other'] }] };
    one().makeFolder(`${SHARED}/open`);
    cluster.cordon(two());
    cluster.apply([
      smallDeployment('guarded', { container: { readinessProbe } }, { replicas: 2 }),
      { kind: 'PodDisruptionBudget', metadata: { name: 'guarded' }, spec: { maxUnavailable: 1, selector } },
    ]);
    await wait('both are ready', () => on('one', 'guarded').filter(pod => pod.ready).length === 2);
    cluster.uncordon(two());

    const drained = cluster.drain(one());
    await wait('one has moved but is not ready', () => on('two', 'guarded').some(pod => pod.phase === 'Running'));
    await wait('what no budget guards is gone', () => on('one', 'pinned').length === 0);
    expect(on('one', 'guarded').filter(pod => pod.ready)).toHaveLength(1);

    two().makeFolder(`${SHARED}/open`);
    await drained;
    expect(cluster.pods.filter(pod => pod.nodeName === 'one')).toEqual([]);
    await wait('both are ready elsewhere', () => on('two', 'guarded').filter(pod => pod.ready).length === 2);
    cluster.uncordon(one());
  });

  test('whose kubelet is slow begins a pod late', async () => {
    cluster.startDelay = pod => pod.workload === 'late' ? 1_500 : 0;
    const from = Date.now();
    cluster.apply([smallStatefulSet('late')]);
    await ready('late-0');
    expect(Date.now() - from).toBeGreaterThanOrEqual(1_500);
  });

  test('can lose its power, and get it back, together with others', async () => {
    await ready('pinned-0');
    await Promise.all([one().powerOff(), two().powerOff()]);
    expect(new Set(cluster.pods.map(pod => pod.phase))).toEqual(new Set(['NodeLost']));
    const from = Date.now();
    await Promise.all([one().powerOn(), two().powerOn()]);
    await wait('all are ready', () => cluster.pods.every(pod => pod.ready));
    expect(Date.now() - from).toBeGreaterThanOrEqual(1_500);
  });

  test('that has just died is still believed to have ready pods', async () => {
    cluster.apply([{ kind: 'Service', metadata: { name: 'pinned' }, spec: { selector: { app: 'pinned' } } }]);
    const { address } = await ready('pinned-0');
    await one().powerOff();
    expect(addressesOf('pinned.default.svc.cluster.local', cluster)).toEqual([address]);
    await one().powerOn();
    expect(addressesOf('pinned.default.svc.cluster.local', cluster)).toEqual([]);
    await ready('pinned-0');
  });

  test('ends a pod that was deleted while it was dead when it is back', async () => {
    const old = cluster.pod('pinned-0');
    await one().powerOff();
    await cluster.deletePod(old);
    expect(cluster.pod('pinned-0')).toBe(old);
    await one().powerOn();
    expect(await ready('pinned-0')).not.toBe(old);
    expect(old.phase).toBe('NodeLost');
  });

  test('does not hear of deletions while it is cut off', async () => {
    const old = await ready('pinned-0');
    await one().unplug();
    await cluster.deletePod(old);
    await cluster.deletePod(old, { force: true });
    const { running } = old.container('main');
    expect(await running.exec(['echo', 'alive'], 5_000)).toBe('alive\n');
    await one().plugIn();
    expect(await ready('pinned-0')).not.toBe(old);
    await wait('the old one is gone', () => old.containers.length === 0);
  });
});
