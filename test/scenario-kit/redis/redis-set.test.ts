/**
 * What scenarios measure by, on a set to which nothing happens, or what must show.
 */
import { Duration } from 'cdk8s';
import { RedisSet } from './redis-set';
import { theMaster, theReplicas } from './steps';
import { articleSet, NAMESPACE } from '../article-set';

describe('a scenario', () => {
  let set: RedisSet;

  beforeAll(async () => {
    set = await articleSet('redis-set', { props: { sentinel: { downAfter: Duration.seconds(2) } } });
    await set.inOrder(60_000);
  });

  afterAll(async () => set?.close());

  test('sees who is master and who is not', async () => {
    expect([await theMaster(set), ...await theReplicas(set)].map(({ name }) => name).sort()).toEqual(set.memberPods.map(({ name }) => name));
    expect(set.pod('b')).toBe(set.pod('defaultapp-redis-b-0'));
  });

  test('finds nothing lost and nobody behind after calm writing, plain or confirmed', async () => {
    const writers = await Promise.all([
      set.startWriter('node-a-slave', { name: 'plain', only: 'plain' }),
      set.startWriter('node-b-slave', { name: 'confirmed', only: 'confirmed' }),
    ]);
    await set.until('each has written', 60_000, () => writers.every(({ record }) => record.acknowledged >= 200));
    const [plain, confirmed] = await Promise.all(writers.map(async writer => writer.stop()));
    expect(plain.confirmedSince(0)).toEqual([]);
    expect(confirmed.confirmedSince(0).length).toBeGreaterThan(100);
    await set.finalState(10_000);
    expect(await set.lossOf(plain)).toEqual({ acknowledged: plain.acknowledged, lost: 0, lostConfirmed: 0 });
  });

  test('sees that only the master accepts writes', async () => {
    const watch = set.watchWritable();
    const pod = await theMaster(set);
    await set.until('the master accepts writes', 10_000, () => watch.acknowledgedBy(pod.name).length > 50);
    await watch.stop();
    expect(watch.overlap()).toBe(0);
    for (const replica of await theReplicas(set)) expect(watch.acknowledgedBy(replica.name)).toEqual([]);
  });

  test('is not held up by a member that hangs', async () => {
    const [pod] = await theReplicas(set);
    await set.signal(pod, 'SIGSTOP');
    await set.until('a view in less than 2 s, in which only this one is unknown', 30_000, async () => {
      const askedAt = Date.now();
      const { members } = await set.view();
      const unknown = members.filter(({ role }) => role === 'unknown').map(member => member.pod.name);
      return Date.now() - askedAt < 2_000 && unknown.join() === pod.name;
    });
    await set.signal(pod, 'SIGCONT');
    await set.finalState(30_000);
  });

  test('finds a text in logs, ConfigMaps and argument lists', async () => {
    const pod = set.pod('a');
    set.cluster.objects.putConfigMap(NAMESPACE, 'careless', { conf: 'requirepass trace-of-a-word' });
    const command = pod.container('redis-server').running.exec(['sh', '-c', 'echo trace-of-a-word > /proc/1/fd/1; sleep 4; :'], 15_000);
    const traces = await set.tracesOf('trace-of-a-word', 500);
    await command;
    expect(traces).toContain(`ConfigMap ${NAMESPACE}/careless, key conf`);
    expect(traces.some(trace => trace.startsWith('argument list') && trace.includes('sleep 4'))).toBe(true);
    expect(set.logsOf(pod, 'redis-server')).toContain('trace-of-a-word');
    expect(await set.tracesOf('trace-of-a-word', 0)).toContainEqual(expect.stringMatching(/^log .*defaultapp-redis-a-0\/redis-server\.log$/));
  });

  test('sees that a master which is cut off from everybody still accepts writes', async () => {
    const watch = set.watchWritable();
    const pod = await theMaster(set);
    await set.cluster.node(pod.nodeName).unplug();
    const cutAt = Date.now();
    await set.until('a write a second after the cut', 8_000, () => watch.acknowledgedBy(pod.name).some(at => at > cutAt + 1_000));
    await watch.stop();
  });
});
