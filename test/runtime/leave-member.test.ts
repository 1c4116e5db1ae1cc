/**
 * leave-member.sh: replicas go one after another, the master last and after another has taken over; nothing acknowledged is lost by it.
 */
import { A, B, C, error, HANGS, IDS, member, MemberState, NOWHERE, REFUSED, S1, S2, S3, sentinel, SentinelReplica, SentinelState, Server } from './answers';
import { Change } from './mock-set';
import { Sandbox, SHELLS } from './sandbox';

/** The name that this pod's Service has. */
const SERVICE = A.slice(A.indexOf('.') + 1);
const MARKS = 'me CONFIG SET replica-priority 200';
const STEPS_OUT = `me REPLICAOF ${NOWHERE} 1`;
const FAILOVER = 'SENTINEL FAILOVER mymaster';
const PAUSES = 'me CLIENT PAUSE 3000 WRITE';
const UNPAUSES = 'me CLIENT UNPAUSE';
const CLOSES = 'me CONFIG SET min-replicas-to-write 1000';
const OPENS = 'me CONFIG SET min-replicas-to-write 1';
const FOLLOWS_B = `me REPLICAOF ${B} 6379`;

describe.each(Object.keys(SHELLS))('leave-member.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => {
    pod = new Sandbox({ shell });
    delete pod.env.POD_IP;
    for (const host of [A, B, C]) pod.set.name(host.slice(host.indexOf('.') + 1), ['10.1.0.1']);
    pod.writeSetEnv({ LEAVE_TIMEOUT: '10' });
  });
  afterEach(async () => pod.remove());

  describe('a replica', () => {
    beforeEach(() => pod.set.is({ [A]: replica(B), [B]: master(), [C]: replica(B) }));

    test('shows that it leaves, waits a little, and goes where all others are in place', () => {
      expect(leave()).toEqual({ log: ['leaves'], orders: [MARKS, STEPS_OUT], seconds: 2 });
    });

    test('leaves a mark for the watch', () => {
      leave();
      expect(pod.rendered).toEqual(['leaving']);
    });

    test.each<[string, Server]>([
      ['is silent', REFUSED],
      ['loads', member({ role: 'loading' })],
      ['waits for its place', member({ role: 'quarantined' })],
      ['has no link', replica(B, { link: 'down' })],
      ['still follows this one, as a replica of a replica', replica(A)],
    ])('waits for another one that %s', (_what, server) => {
      pod.set.is({ [C]: server });
      pod.set.after(6, { [C]: replica(B) });
      expect(leave()).toEqual({ log: ['waits, before it leaves, for shop-c-0', 'leaves'], orders: [MARKS, STEPS_OUT], seconds: 6 });
    });

    test('waits for replicas before it in the list that leave too', () => {
      pod.env.MEMBER_HOST = C;
      pod.set.is({ [A]: replica(B, { priority: 200 }) });
      pod.set.after(4, { [A]: REFUSED });
      pod.set.after(6, { [A]: replica(B) });
      expect(leave()).toEqual({
        log: ['waits, before it leaves, for shop-a-0 to leave and come back', 'waits, before it leaves, for shop-a-0', 'leaves'],
        orders: [MARKS, STEPS_OUT],
        seconds: 6,
      });
    });

    test('does not wait for replicas after it in the list', () => {
      pod.set.is({ [C]: replica(B, { priority: 200 }) });
      expect(leave().seconds).toBe(2);
    });

    test('does not wait for a master that leaves: that one comes last', () => {
      pod.env.MEMBER_HOST = C;
      pod.set.is({ [A]: master({ priority: 200 }), [B]: replica(A) });
      expect(leave().seconds).toBe(2);
    });

    test('is in nobody\'s way where it does not answer itself', () => {
      pod.set.is({ [A]: REFUSED });
      expect(leave()).toEqual({ log: ['leaves: Redis does not answer'], orders: [], seconds: 6.5 });
    });

    test.each(['quarantined', 'loading'] as const)('waits for nobody while it is %s', role => {
      pod.set.is({ [A]: member({ role }), [C]: REFUSED });
      expect(leave()).toEqual({ log: [`leaves: it is ${role}`], orders: [MARKS], seconds: 2 });
    });
  });

  describe('a master', () => {
    const candidates: SentinelReplica[] = [{ host: B }, { host: C }];
    beforeEach(() => {
      pod.set.is({ [A]: master(), [B]: replica(A), [C]: replica(A), ...sentinels({ replicas: candidates }) });
      pod.set.when(`${S1} ${FAILOVER}`, { [B]: master(), [C]: replica(B) });
      pod.set.when(FOLLOWS_B, { [A]: replica(B) });
    });

    test('holds writes back, has another one take over, follows that one, and goes as a replica', () => {
      expect(leave()).toEqual({
        log: ['hands over: holds writes back until another one is the master', `sentinel ${S1} begins a failover`, 'follows shop-b-0, which has taken over', 'leaves'],
        orders: [MARKS, PAUSES, CLOSES, `${S1} ${FAILOVER}`, FOLLOWS_B, UNPAUSES, STEPS_OUT],
        seconds: 2.5,
      });
    });

    test('waits for every other one to be in place first', () => {
      pod.set.is({ [C]: replica(A, { link: 'down' }) });
      pod.set.after(7, { [C]: replica(A) });
      const { log, orders } = leave();
      expect(log.slice(0, 2)).toEqual(['waits, before it leaves, for shop-c-0', 'hands over: holds writes back until another one is the master']);
      expect(orders.filter(order => order === PAUSES)).toHaveLength(1);
      expect(pod.set.seconds).toBe(7.5);
    });

    test('lets every replica that leaves go first, wherever it is in the list', () => {
      pod.set.is({ [C]: replica(A, { priority: 200 }) });
      pod.set.after(5, { [C]: replica(A) });
      expect(leave()).toMatchObject({ log: expect.arrayContaining(['waits, before it leaves, for shop-c-0 to leave and come back']), seconds: 5.5 });
    });

    test('waits until the replicas have everything', () => {
      pod.set.is({ [C]: replica(A, { offset: 90 }) });
      pod.set.after(2.5, { [C]: replica(A) });
      expect(leave().orders).toEqual([MARKS, PAUSES, CLOSES, `${S1} ${FAILOVER}`, FOLLOWS_B, UNPAUSES, STEPS_OUT]);
    });

    test('lets clients write again where the replicas do not catch up within a second', () => {
      pod.set.is({ [C]: replica(A, { offset: 90 }) });
      pod.writeSetEnv({ LEAVE_TIMEOUT: '3' });
      expect(leave()).toMatchObject({ log: expect.arrayContaining(['goes on as master: the replicas do not catch up']), orders: [MARKS, PAUSES, UNPAUSES] });
    });

    test('lets clients write again where it took too long to see that the replicas have everything', () => {
      pod.set.is({ [C]: replica(A, { offset: 90 }) });
      pod.set.after(4, { [C]: replica(A) });
      pod.writeSetEnv({ LEAVE_TIMEOUT: '3' });
      expect(leave()).toMatchObject({ orders: [MARKS, PAUSES, UNPAUSES] });
    });

    test('does not take silence for having everything', () => {
      pod.set.when(PAUSES, { [A]: HANGS, [B]: HANGS, [C]: HANGS });
      pod.writeSetEnv({ LEAVE_TIMEOUT: '3' });
      expect(leave().orders).not.toContain(`${S1} ${FAILOVER}`);
    });

    test('lets clients write again where nobody takes over, before they would go on by themselves', () => {
      pod.set.when(`${S1} ${FAILOVER}`, { [B]: replica(A), [C]: replica(A), ...sentinels({ replicas: [] }) });
      const { log, orders } = leave();
      expect(log).toContain('goes on as master: no other one has taken over');
      expect(orders).toEqual([MARKS, PAUSES, CLOSES, `${S1} ${FAILOVER}`, OPENS, UNPAUSES]);
    });

    describe('of which it is not known whether another one has taken over', () => {
      const inProgress = sentinels({ flags: 'master,failover_in_progress' });
      const REFUSES = 'refuses writes until it is known whether another one has taken over';

      test('takes no writes until it follows that one, however long it takes', () => {
        pod.set.when(`${S1} ${FAILOVER}`, { [B]: replica(A), [C]: replica(A), ...inProgress });
        pod.set.after(8, { [B]: master(), [C]: replica(B) });
        expect(leave()).toMatchObject({
          log: expect.arrayContaining([REFUSES, 'follows shop-b-0, which has taken over', 'leaves']),
          orders: [MARKS, PAUSES, CLOSES, `${S1} ${FAILOVER}`, FOLLOWS_B, UNPAUSES, STEPS_OUT],
        });
      });

      test('takes writes again when the failover has come to nothing', () => {
        pod.set.when(`${S1} ${FAILOVER}`, { [B]: replica(A), [C]: replica(A), ...inProgress });
        pod.set.after(8, sentinels({ replicas: [] }));
        const { log, orders } = leave();
        expect(log).toEqual(expect.arrayContaining([REFUSES, 'goes on as master: no other one has taken over']));
        expect(orders).toEqual([MARKS, PAUSES, CLOSES, `${S1} ${FAILOVER}`, OPENS, UNPAUSES]);
      });

      test.each<[string, Change]>([
        ['the sentinels are silent', { [S1]: REFUSED, [S2]: REFUSED, [S3]: REFUSED }],
        ['most of them are', { [S1]: REFUSED, [S2]: REFUSED }],
        ['they name another one', sentinels({ names: B })],
      ])('takes no writes while %s', (_what, change) => {
        pod.set.when(`${S1} ${FAILOVER}`, { [B]: replica(A), [C]: replica(A), ...change });
        expect(leave()).toMatchObject({
          log: expect.arrayContaining([REFUSES, 'leaves without waiting for the others any longer: 10 s are over']),
          orders: [MARKS, PAUSES, CLOSES, `${S1} ${FAILOVER}`, UNPAUSES],
        });
      });
    });

    test('takes writes again, as before, until it is told that it does', () => {
      pod.set.is({ [A]: master({ config: { 'min-replicas-to-write': '2' } }) });
      pod.set.when(`${S1} ${FAILOVER}`, {
        ...sentinels({ replicas: [] }),
        [A]: master({ answers: { 'CONFIG SET min-replicas-to-write 2': error('BUSY Redis is busy') } }),
        [B]: replica(A),
        [C]: replica(A),
      });
      pod.set.after(7, { [A]: master() });
      const orders = leave().orders.slice(4);
      expect(orders.length).toBeGreaterThan(2);
      expect(new Set(orders)).toEqual(new Set([`${OPENS.slice(0, -1)}2`, UNPAUSES]));
    });

    test('orders nothing where it cannot stop taking writes', () => {
      pod.set.is({ [A]: master({ answers: { 'CONFIG SET min-replicas-to-write *': error('BUSY Redis is busy') } }) });
      pod.writeSetEnv({ LEAVE_TIMEOUT: '3' });
      expect(leave().orders).not.toContain(`${S1} ${FAILOVER}`);
    });

    test('lets clients write again where the sentinel refuses', () => {
      pod.set.is(sentinels({ replicas: candidates, failover: 'NOGOODSLAVE No suitable replica to promote\n\n' }));
      pod.set.when(`${S1} ${FAILOVER}`, { [B]: replica(A), [C]: replica(A) });
      pod.writeSetEnv({ LEAVE_TIMEOUT: '3' });
      const attempt = [PAUSES, CLOSES, `${S1} ${FAILOVER}`, OPENS, UNPAUSES];
      expect(leave().orders).toEqual([MARKS, ...attempt, ...attempt]);
    });

    test('takes a failover that is in progress for its own', () => {
      pod.set.is(sentinels({ replicas: candidates, failover: 'INPROG Failover already in progress\n\n' }));
      expect(leave().orders).toEqual([MARKS, PAUSES, CLOSES, `${S1} ${FAILOVER}`, FOLLOWS_B, UNPAUSES, STEPS_OUT]);
    });

    test.each<[string, Change]>([
      ['has no candidate', sentinels({ replicas: [{ host: B, flags: 's_down,slave' }, { host: C, priority: 0 }] })],
      ['has not met a replica\'s process', sentinels({ replicas: [{ host: B }, { host: C, run: '0'.repeat(40) }] })],
      ['names another one', sentinels({ names: B, replicas: candidates })],
      ['is silent', { [S1]: REFUSED, [S2]: REFUSED, [S3]: REFUSED }],
      ['has a failover in progress', sentinels({ replicas: candidates, flags: 'master,failover_in_progress' })],
    ])('holds nobody back where Sentinel %s', (_what, change) => {
      pod.set.is(change);
      pod.writeSetEnv({ LEAVE_TIMEOUT: '4' });
      expect(leave()).toMatchObject({
        log: ['waits, before it leaves, for a sentinel that can let another one take over', 'leaves without waiting for the others any longer: 4 s are over'],
        orders: [MARKS],
      });
    });

    test('one sentinel that hangs does not hold it up', () => {
      pod.set.is({ [S2]: HANGS });
      expect(leave().orders).toContain(`${S1} ${FAILOVER}`);
    });

    test('sends one failover, to one sentinel', () => {
      leave();
      expect(pod.set.sent.filter(command => command.endsWith(FAILOVER))).toEqual([`${S1} ${FAILOVER}`]);
    });
  });

  test('goes when its time is over', () => {
    pod.set.is({ [A]: replica(B), [B]: master(), [C]: REFUSED });
    expect(leave()).toEqual({
      log: ['waits, before it leaves, for shop-c-0', 'leaves without waiting for the others any longer: 10 s are over'],
      orders: [MARKS],
      seconds: 10,
    });
  });

  test('waits for nobody where its Service is gone: the set is being removed', () => {
    pod.set.is({ [A]: replica(B), [B]: REFUSED, [C]: REFUSED });
    pod.set.after(5, {}, pod.set.forgetting(SERVICE));
    expect(leave()).toEqual({
      log: ['waits, before it leaves, for shop-b-0 shop-c-0', 'leaves: its Service is gone, so the set is being removed'],
      orders: [MARKS],
      seconds: 5,
    });
  });

  test('goes on waiting where the name server does not answer', () => {
    pod.set.is({ [A]: replica(B), [B]: REFUSED, [C]: REFUSED });
    pod.set.name(SERVICE, [], ';; connection timed out; no servers could be reached\n');
    expect(leave().seconds).toBe(10);
  });

  test.each(['RUN_DIR', 'MEMBER_HOST'])('names %s where it is missing', variable => {
    delete pod.env[variable];
    expect(pod.run('leave-member.sh')).toMatchObject({ status: 2, stderr: expect.stringContaining(`${variable}: parameter not set or null`) });
  });

  function leave(): { log: string[]; orders: string[]; seconds: number } {
    const { status, log, stderr } = pod.run('leave-member.sh');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return { log: log.map(line => line.replace('leave-member.sh: ', '')), orders: pod.set.orders, seconds: pod.set.seconds };
  }
});

function master(state: Partial<MemberState> = {}): Server {
  return member({ role: 'master', term: 7, offset: 100, keys: 1, ...state });
}

function replica(host: string, state: Partial<MemberState> = {}): Server {
  return member({ role: 'replica', follows: host, term: 7, offset: 100, keys: 1, ...state });
}

function sentinels(state: SentinelState): Change {
  return Object.fromEntries([S1, S2, S3].map((address, i) => [address, sentinel({ id: IDS[i], names: A, ...state })]));
}
