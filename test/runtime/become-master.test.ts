/**
 * become-master.sh: the operator's word makes a waiting member the master, unless that would do harm.
 */
import { A, B, C, member, MemberState, REFUSED, Server } from './answers';
import { Sandbox, SHELLS } from './sandbox';

describe.each(Object.keys(SHELLS))('become-master.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => {
    pod = new Sandbox({ shell });
    pod.set.is({ [A]: waits({ term: 7, offset: 100 }), [B]: REFUSED, [C]: REFUSED });
  });
  afterEach(async () => pod.remove());

  test('leaves a mark for the watch, and ends when the term has begun', () => {
    pod.set.after(1, { [A]: member({ role: 'master', term: 7, holder: B }) });
    pod.set.after(3, { [A]: member({ role: 'master', term: 8, holder: A }) });

    const { status, log } = pod.run('become-master.sh');

    expect({ status, log }).toEqual({ status: 0, log: ['become-master.sh: is the master; writes are taken as soon as min-replicas-to-write is met'] });
    expect(pod.set.seconds).toBe(3);
    expect(pod.rendered).toEqual(['become-master']);
  });

  test('changes nothing itself: the watch knows what the sentinels say', () => {
    pod.set.after(1, { [A]: member({ role: 'master', term: 8, holder: A }) });
    pod.run('become-master.sh');
    expect(pod.set.orders).toEqual([]);
  });

  test('gives up after a minute, and takes the order back', () => {
    const { status, stderr } = pod.run('become-master.sh');
    expect({ status, seconds: pod.set.seconds, rendered: pod.rendered }).toEqual({ status: 1, seconds: 60, rendered: [] });
    expect(stderr).toContain('become-master.sh: has not become the master within a minute: see the log of this container\n');
  });

  test.each<[string, Server, string]>([
    ['is the master already', member({ role: 'master', term: 7 }), 'it is master'],
    ['is a replica', member({ role: 'replica', follows: B }), 'it is replica'],
    ['still loads', member({ role: 'loading' }), 'it is loading'],
    ['is silent', REFUSED, 'it is silent'],
  ])('refuses where this member %s', (_what, server, state) => {
    pod.set.is({ [A]: server });
    expectRefusal([], `refuses: this member does not wait to be told its place, ${state}\n`);
  });

  test.each<[string, Server]>([
    ['a master', member({ role: 'master', term: 1 })],
    ['a replica', member({ role: 'replica', follows: C, link: 'down' })],
  ])('refuses beside %s, whatever is asked', (_what, server) => {
    pod.set.is({ [B]: server });
    expectRefusal([], 'refuses: shop-b-0 are in service');
    expectRefusal(['--discard-newer'], 'refuses: shop-b-0 are in service');
  });

  test('refuses where another one that waits has newer data', () => {
    pod.set.is({ [B]: waits({ term: 8, offset: 1 }), [C]: waits({ term: 7, offset: 200 }) });
    expectRefusal([], 'refuses: shop-b-0 waits too and has newer data; run this there, or here with --discard-newer');
    expectRefusal(['--discard-older'], 'refuses: shop-b-0 waits too');
  });

  test('throws newer data away where that is asked', () => {
    pod.set.is({ [B]: waits({ term: 8, offset: 1 }) });
    pod.set.after(1, { [A]: member({ role: 'master', term: 9, holder: A }) });
    expect(pod.run('become-master.sh', '--discard-newer').status).toBe(0);
  });

  test.each<[string, Server]>([
    ['has older data', waits({ term: 6, offset: 900 })],
    ['has the same data, and comes later in the list', waits({ term: 7, offset: 100 })],
    ['still loads', member({ role: 'loading' })],
  ])('goes on beside one that %s', (_what, server) => {
    pod.set.is({ [B]: server });
    pod.set.after(1, { [A]: member({ role: 'master', term: 8, holder: A }) });
    expect(pod.run('become-master.sh').status).toBe(0);
  });

  function expectRefusal(args: string[], reason: string): void {
    const { status, stdout, stderr } = pod.run('become-master.sh', ...args);
    expect({ status, stdout, rendered: pod.rendered, orders: pod.set.orders }).toEqual({ status: 1, stdout: '', rendered: [], orders: [] });
    expect(stderr).toContain(`become-master.sh: ${reason}`);
  }
});

function waits(state: Partial<MemberState>): Server {
  return member({ role: 'quarantined', keys: 1, priority: 0, ...state });
}
