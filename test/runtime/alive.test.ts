/**
 * alive.sh: whatever answers lives.
 */
import { A, HANGS, member, MUTE, NOAUTH, REFUSED, sentinel, Server } from './answers';
import { Sandbox, SHELLS } from './sandbox';

const SENTINEL_PORT = '26379';
const SELF = '127.0.0.1';

describe.each(Object.keys(SHELLS))('alive.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  test.each<[string, Server]>([
    ['a master', member({ role: 'master' })],
    ['one that loads', member({ role: 'loading' })],
    ['one that waits to be told its place', member({ role: 'quarantined' })],
    ['one that has another password than the pod', NOAUTH],
  ])('%s is alive', (_what, server) => {
    pod.set.is({ [A]: server });
    expect(pod.run('alive.sh', '6379')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(pod.set.sent).toEqual(['me PING']);
  });

  test.each<[string, Server]>([['refuses connections', REFUSED], ['closes without an answer', MUTE]])('one that %s is not', (_what, server) => {
    pod.set.is({ [A]: server });
    expect(pod.run('alive.sh', '6379')).toMatchObject({ status: 1, stdout: '', stderr: '' });
  });

  test('one that hangs is not, and is waited for less than the kubelet\'s five seconds', () => {
    pod.set.is({ [A]: HANGS });
    const started = Date.now();
    expect(pod.run('alive.sh', '6379').status).toBe(1);
    expect(Date.now() - started).toBeGreaterThan(3000);
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test('one that answers in the fourth second is', () => {
    pod.writeProgram('redis-cli', 'sleep 3; echo PONG');
    expect(pod.run('alive.sh', '6379').status).toBe(0);
  });

  test('a sentinel that has begun and answers is', () => {
    pod.writeRun('sentinel.started');
    pod.set.is({ [SELF]: sentinel({}) });
    expect(pod.run('alive.sh', SENTINEL_PORT).status).toBe(0);
    expect(pod.set.sent).toEqual([`${SELF} PING`]);
  });

  test('a sentinel that has begun and does not answer is not', () => {
    pod.writeRun('sentinel.started');
    expect(pod.run('alive.sh', SENTINEL_PORT).status).toBe(1);
  });

  test('a sentinel that has no master to watch yet is', () => {
    expect(pod.run('alive.sh', SENTINEL_PORT).status).toBe(0);
    expect(pod.set.arguments).toEqual([]);
  });

  test('names RUN_DIR where it is missing', () => {
    delete pod.env.RUN_DIR;
    expect(pod.run('alive.sh', '6379')).toMatchObject({ status: 2, stderr: expect.stringContaining('RUN_DIR: parameter not set or null') });
  });
});
