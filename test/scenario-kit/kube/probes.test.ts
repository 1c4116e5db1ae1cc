/**
 * Startup and liveness probes: when they restart a container, and what they hold back.
 */
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import type { V1Container } from '@kubernetes/client-node';
import { until } from '../until';
import { Cluster } from './cluster';
import { Pod } from './pod';
import { SHARED, shell, smallStatefulSet } from './small-workloads';

describe('a container', () => {
  let cluster: Cluster;
  const wait = async <T>(what: string, condition: () => T | Promise<T>) =>
    until(condition, { within: 15_000, what, describe: () => cluster.describe() });
  const file = (name: string) => join(cluster.node('one').disk, SHARED, name);
  const lines = (name: string) => existsSync(file(name)) ? readFileSync(file(name), 'utf8').split('\n').length - 1 : 0;
  const events = (pod: Pod) => pod.events.join('\n');
  const start = async (name: string, container: Partial<V1Container>, terminationGracePeriodSeconds = 5): Promise<Pod> => {
    cluster.apply([smallStatefulSet(name, { container, pod: { terminationGracePeriodSeconds } })]);
    const pod = cluster.pod(`${name}-0`);
    await wait(`${name}-0 runs`, () => pod.phase === 'Running' && pod.container('main').running);
    return pod;
  };

  beforeAll(async () => {
    cluster = await Cluster.create('probes');
    await cluster.addNode('one');
  });

  afterAll(async () => cluster.close());

  test('is asked to end, and started again, when its liveness probe has failed as often as it may', async () => {
    const pod = await start('sick', {
      command: ['sh', '-c', `trap 'wc -l < ${SHARED}/sick-tries > ${SHARED}/sick-at-end; exit 0' TERM; touch /tmp/well; while :; do sleep 0.05; done`],
      livenessProbe: { ...shell(`test -e /tmp/well || { echo >> ${SHARED}/sick-tries; false; }`), initialDelaySeconds: 1, periodSeconds: 1, timeoutSeconds: 10, failureThreshold: 3 },
    });
    const main = pod.container('main');
    await main.running.exec(['rm', '/tmp/well'], 5_000);
    await wait('it is started again', () => main.restarts === 1 && main.running);
    expect(readFileSync(file('sick-at-end'), 'utf8').trim()).toBe('3');
    expect(events(pod)).toContain('liveness probe failed');
    expect([cluster.pod('sick-0'), pod.phase]).toEqual([pod, 'Running']);
  });

  test('is started again when nobody listens on the port of its liveness probe', async () => {
    const pod = await start('deaf', {
      command: ['sh', '-c', 'trap "exit 0" TERM; nc -ll -p 7000 -e true & while :; do sleep 0.05; done'],
      ports: [{ name: 'door', containerPort: 7000 }],
      livenessProbe: { tcpSocket: { port: 'door' }, initialDelaySeconds: 1, periodSeconds: 1, failureThreshold: 2 },
      readinessProbe: { tcpSocket: { port: 7000 }, periodSeconds: 1 },
    });
    const main = pod.container('main');
    await wait('it is ready', () => pod.ready);
    expect(main.restarts).toBe(0);
    await main.running.exec(['sh', '-c', 'kill $(pidof nc)'], 5_000);
    await wait('it is ready again after a restart', () => main.restarts === 1 && pod.ready);
  });

  test('is killed after the grace period of its liveness probe when it hangs', async () => {
    const livenessProbe = { ...shell(`test ! -e ${SHARED}/hung`), periodSeconds: 1, failureThreshold: 1, terminationGracePeriodSeconds: 1 };
    const main = (await start('hung', { livenessProbe }, 60)).container('main');
    main.running.signal('SIGSTOP');
    cluster.node('one').makeFolder(`${SHARED}/hung`);
    await wait('it is started again', () => main.restarts >= 1);
  });

  test('is neither asked for its health nor ready before its startup probe has succeeded', async () => {
    const pod = await start('slow', {
      startupProbe: { ...shell(`echo >> ${SHARED}/startups; test -e ${SHARED}/up`), periodSeconds: 1, failureThreshold: 30 },
      livenessProbe: { ...shell(`echo >> ${SHARED}/healths`), periodSeconds: 1 },
      readinessProbe: { ...shell(`echo >> ${SHARED}/readinesses`), periodSeconds: 1 },
    });
    await wait('the startup probe has been tried three times', () => lines('startups') >= 3);
    expect([lines('healths'), lines('readinesses'), pod.ready]).toEqual([0, 0, false]);
    cluster.node('one').makeFolder(`${SHARED}/up`);
    await wait('it is ready and asked for its health', () => pod.ready && lines('healths') > 0);
    const tries = lines('startups');
    await wait('it has been asked for its health three times more', () => lines('healths') >= 4);
    expect(lines('startups')).toBe(tries);
  });

  test('is started again when its startup probe has failed as often as it may', async () => {
    const pod = await start('late', { startupProbe: { ...shell('false'), periodSeconds: 1, failureThreshold: 2 } });
    await wait('it is started again', () => pod.container('main').restarts >= 1);
    expect(events(pod)).toContain('startup probe failed');
  });
});
