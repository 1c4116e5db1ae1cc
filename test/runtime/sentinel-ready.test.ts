/**
 * sentinel-ready.sh: clients may ask a sentinel that watches a master.
 */
import { B, NOAUTH, REFUSED, sentinel, Server } from './answers';
import { Sandbox, SHELLS } from './sandbox';

const SELF = '127.0.0.1';

describe.each(Object.keys(SHELLS))('sentinel-ready.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  test.each(['master', 's_down,master', 'o_down,master,failover_in_progress'])('one that watches a master with the flags %s is', flags => {
    pod.set.is({ [SELF]: sentinel({ names: B, flags }) });
    expect(pod.run('sentinel-ready.sh')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(pod.set.arguments).toEqual([`-h ${SELF} -p 26379`]);
  });

  test.each<[string, Server]>([
    ['watches none', sentinel({ names: null })],
    ['does not answer', REFUSED],
    ['has another password', NOAUTH],
  ])('one that %s is not', (_what, server) => {
    pod.set.is({ [SELF]: server });
    expect(pod.run('sentinel-ready.sh')).toMatchObject({ status: 1, stderr: '' });
  });

  test('names RUN_DIR where it is missing', () => {
    delete pod.env.RUN_DIR;
    expect(pod.run('sentinel-ready.sh')).toMatchObject({ status: 2, stderr: expect.stringContaining('RUN_DIR: parameter not set or null') });
  });
});
