/**
 * member-ready.sh: a member serves as a master that takes writes, or as a replica with a link.
 */
import { A, B, member, NOAUTH, REFUSED, Server } from './answers';
import { Sandbox, SHELLS } from './sandbox';

describe.each(Object.keys(SHELLS))('member-ready.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  test.each<[string, Server]>([
    ['a master in a term of its own', member({ role: 'master', term: 7, holder: A })],
    ['a replica with its link up', member({ role: 'replica', follows: B, link: 'up', term: 7, holder: B })],
    ['a replica of a set that has no term yet', member({ role: 'replica', follows: B, link: 'up' })],
  ])('%s is ready', (_what, server) => {
    pod.set.is({ [A]: server });
    expect(pod.run('member-ready.sh')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test.each<[string, Server, string]>([
    ['a master without a term', member({ role: 'master' }), 'has not begun its term as master'],
    ['a master in another\'s term', member({ role: 'master', term: 7, holder: B }), 'has not begun its term as master'],
    ['a replica with its link down', member({ role: 'replica', follows: B, link: 'down' }), `has no link to ${B}`],
    ['one that waits to be told its place', member({ role: 'quarantined', term: 7, holder: A }), 'is quarantined'],
    ['one that loads', member({ role: 'loading' }), 'is loading'],
    ['one that is silent', REFUSED, 'is silent'],
    ['one with another password', NOAUTH, 'is silent'],
  ])('%s is not, and says why', (_what, server, reason) => {
    pod.set.is({ [A]: server });
    expect(pod.run('member-ready.sh')).toMatchObject({ status: 1, stdout: `${reason}\n`, stderr: '' });
  });

  test('asks this pod\'s Redis alone, and changes nothing', () => {
    pod.set.is({ [A]: member({ role: 'master' }) });
    pod.run('member-ready.sh');
    expect(pod.set.arguments).toEqual(['-h 127.0.0.1 -p 6379']);
    expect(pod.set.orders).toEqual([]);
  });

  test.each(['RUN_DIR', 'MEMBER_HOST'])('names %s where it is missing', variable => {
    delete pod.env[variable];
    expect(pod.run('member-ready.sh')).toMatchObject({ status: 2, stderr: expect.stringContaining(`${variable}: parameter not set or null`) });
  });
});
