/**
 * leave-sentinel.sh: a sentinel finishes the failover that it leads.
 */
import { HANGS, REFUSED, sentinel, Server } from './answers';
import { Sandbox, SHELLS } from './sandbox';

const SELF = '127.0.0.1';
const LEADS = sentinel({ flags: 's_down,o_down,master,failover_in_progress' });

describe.each(Object.keys(SHELLS))('leave-sentinel.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  test.each<[string, Server]>([
    ['leads no failover', sentinel({ flags: 's_down,master' })],
    ['watches no master', sentinel({ names: null })],
    ['is gone', REFUSED],
    ['hangs', HANGS],
  ])('one that %s goes at once', (_what, server) => {
    pod.set.is({ [SELF]: server });
    expect(pod.run('leave-sentinel.sh')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(pod.set.seconds).toBe(0);
  });

  test('one that leads a failover goes when that is over', () => {
    pod.set.is({ [SELF]: LEADS });
    pod.set.after(3, { [SELF]: sentinel({}) });
    expect(pod.run('leave-sentinel.sh').status).toBe(0);
    expect(pod.set.seconds).toBe(3);
  });

  test('after ten seconds that failover has failed', () => {
    pod.set.is({ [SELF]: LEADS });
    expect(pod.run('leave-sentinel.sh').status).toBe(0);
    expect(pod.set.seconds).toBe(10);
  });

  test('asks nobody but itself, and orders nothing', () => {
    pod.set.is({ [SELF]: sentinel({}) });
    pod.run('leave-sentinel.sh');
    expect(pod.set.arguments).toEqual([`-h ${SELF} -p 26379`]);
    expect(pod.set.orders).toEqual([]);
  });
});
