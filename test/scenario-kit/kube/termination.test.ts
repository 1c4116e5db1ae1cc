/**
 * How a pod ends: preStop hook, SIGTERM, grace period, SIGKILL; and what is still true of it meanwhile.
 */
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import type { V1Container, V1Service } from '@kubernetes/client-node';
import { until } from '../until';
import { Cluster } from './cluster';
import { addressesOf } from './endpoints';
import { Pod } from './pod';
import { SHARED, shell, smallStatefulSet } from './small-workloads';

/** Goes on whatever it is asked to. */
const STUBBORN = ['sh', '-c', 'trap \'echo asked to end\' TERM; while :; do sleep 0.05; done'];

describe('a pod that is deleted', () => {
  let cluster: Cluster;
  const wait = async <T>(what: string, condition: () => T | Promise<T>) =>
    until(condition, { within: 15_000, what, describe: () => cluster.describe() });
  const file = (name: string) => join(cluster.node('one').disk, SHARED, name);
  const log = (pod: Pod) => readFileSync(pod.logFile('main'), 'utf8');
  const starts = (pod: Pod) => log(pod).match(/^--- /gm)!.length;

  /** Never created anew, so that what is found afterwards is of this one. */
  const start = async (name: string, container: Partial<V1Container>, terminationGracePeriodSeconds = 5): Promise<Pod> => {
    cluster.apply([smallStatefulSet(name, { container, pod: { terminationGracePeriodSeconds } })]);
    return wait(`${name}-0 is ready`, () => cluster.pod(`${name}-0`).ready && cluster.pod(`${name}-0`));
  };
  const end = async (pod: Pod): Promise<number> => {
    const from = Date.now();
    await cluster.delete([smallStatefulSet(pod.identity.workload)]);
    return Date.now() - from;
  };

  beforeAll(async () => {
    cluster = await Cluster.create('termination');
    await cluster.addNode('one');
  });

  afterAll(async () => cluster.close());

  test('runs its preStop hook before it is asked to end', async () => {
    const pod = await start('polite', { lifecycle: { preStop: shell('echo hook > /proc/1/fd/1; sleep 0.5; echo hook done > /proc/1/fd/1') } });
    await end(pod);
    expect(log(pod)).toMatch(/hook\nhook done\nbye\n$/);
  });

  test('is killed when its grace period is over', async () => {
    const pod = await start('stubborn', { command: STUBBORN }, 3);
    const duration = await end(pod);
    expect(log(pod)).toContain('asked to end');
    expect(duration).toBeGreaterThanOrEqual(3_000);
    expect(duration).toBeLessThan(10_000);
  });

  test('has 2 s left after a preStop hook that outlasts the grace period', async () => {
    const pod = await start('hanging', { command: STUBBORN, lifecycle: { preStop: shell('sleep 60') } }, 1);
    const duration = await end(pod);
    expect(log(pod)).toContain('asked to end');
    expect(duration).toBeGreaterThanOrEqual(3_000);
    expect(duration).toBeLessThan(10_000);
    expect(pod.events.join('\n')).toContain('preStop hook of main');
  });

  test('runs no preStop hook in a container that waits for its restart', async () => {
    const name = 'crashing';
    cluster.apply([smallStatefulSet(name, { container: { command: ['sh', '-c', 'exit 3'], lifecycle: { preStop: shell(`touch ${SHARED}/crashed`) } } })]);
    const pod = cluster.pod(`${name}-0`);
    await wait('the third restart is waited for', () => pod.containers[0]?.restarts === 4);
    expect(await end(pod)).toBeLessThan(10_000);
    expect([existsSync(file('crashed')), starts(pod)]).toEqual([false, 4]);
  });

  test('does not get back a container that dies meanwhile', async () => {
    const pod = await start('dying', { lifecycle: { preStop: shell('sleep 3') } });
    const ended = end(pod);
    await wait('it terminates', () => pod.phase === 'Terminating');
    pod.container('main').kill();
    expect(await ended).toBeLessThan(3_000);
    expect(starts(pod)).toBe(1);
  });

  test('is asked for its readiness, but no longer for its health', async () => {
    const pod = await start('asked', {
      lifecycle: { preStop: shell(`touch ${SHARED}/terminating; sleep 4; echo hook done > /proc/1/fd/1`) },
      livenessProbe: { ...shell(`test ! -e ${SHARED}/terminating`), periodSeconds: 1, failureThreshold: 1 },
      readinessProbe: { ...shell(`test ! -e ${SHARED}/terminating`), periodSeconds: 1, failureThreshold: 1 },
    }, 10);
    const ended = end(pod);
    await wait('it is not ready any more', () => pod.phase === 'Terminating' && !pod.container('main').ready);
    await ended;
    expect(log(pod)).toMatch(/hook done\nbye\n$/);
    expect(pod.events.join('\n')).not.toContain('liveness');
  });

  test('stays in the endpoints of a Service that publishes those not ready until it is gone, and leaves all others at once', async () => {
    const service = (name: string, publishNotReadyAddresses: boolean): V1Service & { kind: 'Service' } =>
      ({ kind: 'Service', metadata: { name }, spec: { clusterIP: 'None', publishNotReadyAddresses, selector: { app: 'known' } } });
    const endpoints = () => ['all', 'ready'].map(name => addressesOf(`${name}.default.svc.cluster.local`, cluster));
    cluster.apply([service('all', true), service('ready', false)]);
    const pod = await start('known', { lifecycle: { preStop: shell(`while ! test -e ${SHARED}/enough; do sleep 0.05; done`) } });
    expect(endpoints()).toEqual([[pod.address], [pod.address]]);
    const ended = end(pod);
    expect(endpoints()).toEqual([[pod.address], []]);
    await wait('it terminates', () => pod.phase === 'Terminating');
    expect(endpoints()).toEqual([[pod.address], []]);
    cluster.node('one').makeFolder(`${SHARED}/enough`);
    await ended;
    expect(endpoints()).toEqual([[], []]);
  });

  test('has the grace period that it is deleted with', async () => {
    const pod = await start('short-of-time', { command: STUBBORN }, 60);
    const from = Date.now();
    await cluster.deletePod(pod, { graceSeconds: 1 });
    expect(log(pod)).toContain('asked to end');
    expect(Date.now() - from).toBeLessThan(10_000);
  });

  test('frees its name at once when it is deleted by force, and has 2 s left itself', async () => {
    const pod = await start('forced', { command: STUBBORN }, 60);
    const from = Date.now();
    const ended = cluster.deletePod(pod, { force: true });
    expect(cluster.pod('forced-0')).not.toBe(pod);
    await ended;
    expect(log(pod)).toContain('asked to end');
    expect(Date.now() - from).toBeGreaterThanOrEqual(2_000);
    expect(Date.now() - from).toBeLessThan(10_000);
  });

  test('ends sooner when it is deleted again by force', async () => {
    const pod = await start('hurried', { command: STUBBORN }, 60);
    const ended = cluster.deletePod(pod);
    await wait('it terminates', () => log(pod).includes('asked to end'));
    await cluster.deletePod(pod, { force: true });
    await ended;
    expect(cluster.pod('hurried-0')).not.toBe(pod);
  });
});
