/**
 * Manifests that are applied again, scaled and deleted, with real pods.
 */
import { readFileSync } from 'fs';
import { until } from '../until';
import { Cluster } from './cluster';
import { Pod } from './pod';
import { SHARED, shell, smallDeployment, SmallPod, smallStatefulSet } from './small-workloads';

const NEVER_READY: SmallPod = { version: 'broken', container: { readinessProbe: { ...shell('false'), periodSeconds: 1 } } };

describe('a manifest that is applied again', () => {
  let cluster: Cluster;
  const wait = async <T>(what: string, condition: () => T | Promise<T>) =>
    until(condition, { within: 10_000, what, describe: () => cluster.describe() });
  const ready = async (name: string): Promise<Pod> => wait(`${name} is ready`, () => cluster.pod(name).ready && cluster.pod(name));
  const runs = async (name: string): Promise<Pod> => wait(`${name} runs`, () => cluster.pod(name).phase === 'Running' && cluster.pod(name));
  const sh = async (pod: Pod, script: string) => pod.container('main').running.exec(['sh', '-c', script], 5_000);
  const version = (pod: Pod) => pod.identity.spec.containers[0].env![0].value;
  const readyOf = (workload: string, wanted: string) => cluster.podsOf(workload).filter(pod => pod.ready && version(pod) === wanted);
  const rollBrokenOne = async (name: string, podManagementPolicy: string): Promise<Pod> => {
    cluster.apply([smallStatefulSet(name, NEVER_READY, { podManagementPolicy })]);
    const broken = await runs(name + '-0');
    cluster.apply([smallStatefulSet(name, { version: 'corrected' }, { podManagementPolicy })]);
    return broken;
  };

  beforeAll(async () => {
    cluster = await Cluster.create('rollouts');
    await cluster.addNode('one');
    await cluster.addNode('two');
  });

  afterAll(async () => cluster.close());

  test('leaves the pod of an unchanged template alone', async () => {
    cluster.apply([smallStatefulSet('ordered')]);
    const pod = await ready('ordered-0');
    cluster.apply([smallStatefulSet('ordered')]);
    expect(pod.deleted).toBe(false);
  });

  test('replaces the pod of a changed template gracefully, while apply has long returned', async () => {
    const old = cluster.pod('ordered-0');
    cluster.apply([smallStatefulSet('ordered', { version: '2' })]);
    expect([old.deleted, cluster.pod('ordered-0')]).toEqual([true, old]);
    const pod = await wait('another pod is ready', () => cluster.pod('ordered-0') !== old && cluster.pod('ordered-0').ready && cluster.pod('ordered-0'));
    expect(await sh(pod, 'echo $VERSION')).toBe('2\n');
    expect(readFileSync(old.logFile('main'), 'utf8')).toContain('bye');
  });

  test('keeps the name of a pod taken until it is wholly gone', async () => {
    const slow = { command: ['sh', '-c', 'trap "sleep 1; exit 0" TERM; while :; do sleep 0.05; done'] };
    cluster.apply([smallStatefulSet('slow', { container: slow })]);
    const old = await ready('slow-0');
    cluster.apply([smallStatefulSet('slow', { version: '2', container: slow })]);
    cluster.apply([smallStatefulSet('slow', { version: '3', container: slow })]);
    const counts = new Set<number>();
    await wait('another pod is ready', () => {
      counts.add(cluster.pods.filter(pod => pod.name === 'slow-0').length);
      return cluster.pod('slow-0') !== old && cluster.pod('slow-0').ready;
    });
    expect(counts).toEqual(new Set([1]));
    expect(version(cluster.pod('slow-0'))).toBe('3');
  });

  test('does not correct an OrderedReady pod that is not ready before somebody deletes it', async () => {
    const broken = await rollBrokenOne('stuck', 'OrderedReady');
    const pollsLater = Date.now() + 500;
    await wait('the controllers have looked again', () => Date.now() > pollsLater);
    expect([broken.deleted, cluster.pod('stuck-0')]).toEqual([false, broken]);
    await cluster.deletePod(broken);
    expect(version(await ready('stuck-0'))).toBe('corrected');
  });

  test('corrects a Parallel pod that is not ready', async () => {
    const broken = await rollBrokenOne('parallel', 'Parallel');
    await wait('another pod is ready', () => cluster.pod('parallel-0') !== broken && cluster.pod('parallel-0').ready);
    expect(version(cluster.pod('parallel-0'))).toBe('corrected');
  });

  test('waits for somebody to delete the pod when the strategy is OnDelete', async () => {
    const spec = { updateStrategy: { type: 'OnDelete' } };
    cluster.apply([smallStatefulSet('ondelete', {}, spec)]);
    const old = await ready('ondelete-0');
    cluster.apply([smallStatefulSet('ondelete', { version: '2' }, spec)]);
    expect(old.deleted).toBe(false);
    await cluster.deletePod(old);
    expect(version(await ready('ondelete-0'))).toBe('2');
  });

  test('tells by an event of the pod what goes wrong in the background', async () => {
    cluster.apply([smallStatefulSet('held')]);
    const pod = await ready('held-0');
    jest.spyOn(pod, 'terminate').mockRejectedValueOnce(new Error('no hands'));
    cluster.apply([smallStatefulSet('held', { version: '2' })]);
    await wait('the event is there', () => pod.events.some(event => event.endsWith('cannot be ended: no hands')));
    await expect(cluster.deletePod(pod)).rejects.toThrow('no hands');
  });

  test('shows in a description why no node can be chosen', async () => {
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'x', operator: 'Odd' }] }] } };
    const impossible = smallStatefulSet('impossible', { pod: { affinity: { nodeAffinity } } });
    expect(() => cluster.apply([impossible])).toThrow('unknown operator Odd');
    await wait('the controllers say so', () => cluster.describe().includes('the controllers are stuck: unknown operator Odd'));
    await cluster.delete([impossible]);
  });

  test('is refused when it changes what the API server lets nobody change', () => {
    expect(() => cluster.apply([smallStatefulSet('ordered', {}, { serviceName: 'other' })])).toThrow('serviceName cannot be changed');
    expect(() => cluster.apply([smallStatefulSet('ordered', {}, { podManagementPolicy: 'Parallel' })])).toThrow('podManagementPolicy cannot be changed');
  });

  test('gives a changed ConfigMap to new pods only', async () => {
    const configMap = (text: string) => ({ kind: 'ConfigMap' as const, metadata: { name: 'text' }, data: { text } });
    const pod = {
      container: { volumeMounts: [{ name: 'text', mountPath: '/text' }] },
      pod: { volumes: [{ name: 'text', configMap: { name: 'text' } }] },
    };
    cluster.apply([configMap('old'), smallStatefulSet('reader', pod)]);
    const before = await ready('reader-0');
    cluster.apply([configMap('new')]);
    expect(await sh(before, 'cat /text/text')).toBe('old');
    await cluster.deletePod(before);
    expect(await sh(await ready('reader-0'), 'cat /text/text')).toBe('new');
  });

  test('decodes a Secret', async () => {
    cluster.apply([{ kind: 'Secret', metadata: { name: 'key' }, data: { coded: Buffer.from('sesame').toString('base64') }, stringData: { plain: 'open' } }]);
    expect(cluster.objects.secret('default', 'key')).toEqual({ coded: 'sesame', plain: 'open' });
  });

  test('rolls a Deployment on only as its new pods become ready', async () => {
    const gated = (release: string): SmallPod =>
      ({ version: release, container: { readinessProbe: { ...shell(`test -e ${SHARED}/${release}`), periodSeconds: 1, timeoutSeconds: 10, failureThreshold: 1 } } });
    const spec = { replicas: 3, strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } };
    const open = (release: string) => ['one', 'two'].forEach(node => cluster.node(node).makeFolder(`${SHARED}/${release}`));
    open('1');
    cluster.apply([smallDeployment('web', gated('1'), spec)]);
    await wait('three are ready', () => readyOf('web', '1').length === 3);

    cluster.apply([smallDeployment('web', gated('2'), spec)]);
    await wait('a new one runs', () => cluster.podsOf('web').some(pod => version(pod) === '2' && pod.phase === 'Running'));
    expect([readyOf('web', '1').length, cluster.podsOf('web').length]).toEqual([2, 3]);

    open('2');
    const least = { ready: Infinity };
    await wait('all are new and ready', () => {
      least.ready = Math.min(least.ready, cluster.podsOf('web').filter(pod => pod.ready).length);
      return readyOf('web', '2').length === 3;
    });
    expect(least.ready).toBe(2);
  });

  test('is outlived by a scale done by hand', async () => {
    cluster.scale('web', 1);
    await wait('one pod is left', () => cluster.pods.filter(pod => pod.identity.workload === 'web').length === 1);
    cluster.scale('ordered', 0);
    await wait('ordered-0 is gone', () => !cluster.pods.some(pod => pod.name === 'ordered-0'));
    cluster.scale('ordered', 1);
    await ready('ordered-0');
    expect(() => cluster.scale('ordered', 2)).toThrow('more than one replica is not emulated');
    expect(() => cluster.scale('nobody', 1)).toThrow('no workload nobody');
  });

  test('ends its pods gracefully when it is deleted', async () => {
    const last = await ready('ordered-0');
    await cluster.delete([smallStatefulSet('ordered'), { kind: 'ConfigMap', metadata: { name: 'text' } }]);
    expect(cluster.pods).not.toContain(last);
    expect(readFileSync(last.logFile('main'), 'utf8')).toMatch(/bye\n$/);
    expect(() => cluster.objects.configMap('default', 'text')).toThrow('not found');
    await expect(cluster.delete([smallStatefulSet('ordered')])).rejects.toThrow('not found');
  });
});
