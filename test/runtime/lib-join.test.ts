/**
 * lib-join.sh, as watch-member.sh uses it: the place of a member that has loaded its data and follows nobody yet.
 */
import { A, B, C, IDS, member, MemberState, REFUSED, S1, S2, S3, sentinel, SentinelReplica, SentinelState, Server } from './answers';
import { Change } from './mock-set';
import { Sandbox, SHELLS } from './sandbox';

const FOLLOWS_B = `me REPLICAOF ${B} 6379`;
const BECOMES_MASTER = 'me REPLICAOF NO ONE';
const FAILOVER = 'SENTINEL FAILOVER mymaster';
const COLD_START_WAIT = 3;

describe.each(Object.keys(SHELLS))('lib-join.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => {
    pod = new Sandbox({ shell });
    delete pod.env.POD_IP;
    pod.writeSetEnv({ COLD_START_WAIT: String(COLD_START_WAIT) });
    pod.set.is({ [A]: waits(), [B]: REFUSED, [C]: REFUSED, ...sentinels(null) });
  });
  afterEach(async () => pod.remove());

  describe('beside a living master', () => {
    test('follows the one that most sentinels name', () => {
      pod.set.is({ [B]: masters(), [C]: follows(B), ...sentinels(B) });
      expect(look()).toEqual({ log: ['follows shop-b-0, which is the master'], orders: [FOLLOWS_B] });
    });

    test('follows the one that the sentinels name rather than one with a higher term', () => {
      pod.set.is({ [B]: masters({ term: 7 }), [C]: masters({ term: 9, holder: C }), ...sentinels(B) });
      expect(look().orders).toEqual([FOLLOWS_B]);
    });

    test.each([['the same', 7], ['a newer', 8]])('without a word from Sentinel, follows one of %s term', (_what, term) => {
      pod.set.is({ [B]: masters({ term }), [S1]: REFUSED, [S2]: REFUSED, [S3]: REFUSED });
      expect(look().orders).toEqual([FOLLOWS_B]);
    });

    test('without a majority of sentinels, follows the one with the highest term', () => {
      pod.set.is({ [B]: masters({ term: 9 }), [C]: masters({ term: 8, holder: C }), [S1]: names(C), [S2]: names(B) });
      expect(look().orders).toEqual([FOLLOWS_B]);
    });

    test('does not follow one with older data', () => {
      pod.set.is({ [B]: masters({ term: 6 }) });
      expect(look()).toEqual({ log: [expect.stringMatching(/^cold start: waits for shop-c-0;/)], orders: [] });
    });

    test('an empty member follows whoever is master', () => {
      pod.set.is({ [A]: waits({ term: 0, keys: 0 }), [B]: member({ role: 'master' }) });
      expect(look().orders).toEqual([FOLLOWS_B]);
    });
  });

  describe('the master that has restarted', () => {
    const heirs: SentinelReplica[] = [{ host: B }, { host: C }];
    beforeEach(() => pod.set.is({ [A]: waits({ holder: A }), [B]: follows(A), [C]: follows(A), ...sentinels(A, { replicas: heirs }) }));

    test('lets a replica in step take over: one failover, sent to one sentinel', () => {
      expect(look()).toEqual({
        log: ['was the master and has restarted; lets another one take over', `sentinel ${S1} begins a failover`],
        orders: [`${S1} ${FAILOVER}`],
      });
    });

    test('waits for that failover', () => {
      expect(look(9.5).orders).toEqual([`${S1} ${FAILOVER}`]);
    });

    test('asks for another one when that one must have failed', () => {
      expect(look(10.5).orders).toEqual([`${S1} ${FAILOVER}`, `${S1} ${FAILOVER}`]);
    });

    test('follows the new master', () => {
      pod.set.when(`${S1} ${FAILOVER}`, { [B]: masters({ term: 8 }), ...sentinels(B) });
      expect(look(1).orders).toEqual([`${S1} ${FAILOVER}`, FOLLOWS_B]);
    });

    test.each<[string, Change]>([
      ['knows no candidate', sentinels(A, { replicas: [{ host: B, flags: 's_down,slave' }, { host: C, priority: 0 }] })],
      ['has not met a replica\'s process', sentinels(A, { replicas: [{ host: B }, { host: C, run: '0'.repeat(40) }] })],
      ['has a failover in progress', sentinels(A, { replicas: heirs, flags: 'master,failover_in_progress' })],
    ])('waits where Sentinel %s', (_what, change) => {
      pod.set.is(change);
      expect(look()).toEqual({ log: ['was the master and has restarted; waits for a sentinel that can let another one take over'], orders: [] });
    });

    test('tries again soon where the sentinel has refused', () => {
      pod.set.is({ [S1]: names(A, { replicas: heirs, failover: 'NOGOODSLAVE No suitable replica to promote\n\n' }) });
      expect(look(1).orders).toEqual([`${S1} ${FAILOVER}`, `${S1} ${FAILOVER}`]);
    });

    describe('while one replica is behind', () => {
      const known = (priority: number): Change => sentinels(A, { replicas: [{ host: B }, { host: C, priority }] });
      const WAITS = 'was the master and has restarted; waits for a sentinel that can let another one take over';
      beforeEach(() => pod.set.is({ [B]: follows(A, { offset: 1000 }), [C]: follows(A, { offset: 999 }) }));

      test('tells Sentinel by priorities: its own offsets may be old', () => {
        expect(look()).toEqual({
          log: ['was the master; gives shop-c-0 replica-priority 101, since shop-b-0 reaches furthest', WAITS],
          orders: ['shop-c-0 CONFIG SET replica-priority 101'],
        });
      });

      test('tells it once, and waits until a sentinel knows', () => {
        pod.set.is({ [C]: follows(A, { offset: 999, priority: 101 }) });
        pod.set.after(1, { [S2]: names(A, { id: IDS[1], replicas: [{ host: B }, { host: C, priority: 101 }] }) });
        expect(look(2)).toEqual({
          log: [WAITS, 'was the master and has restarted; lets another one take over', `sentinel ${S2} begins a failover`],
          orders: [`${S2} ${FAILOVER}`],
        });
      });

      test('has the sentinels look until one knows, and not again', () => {
        pod.set.is({ [C]: follows(A, { offset: 999, priority: 101 }) });
        pod.set.when('*INFO-PERIOD 10000', { [S2]: names(A, { id: IDS[1], replicas: [{ host: B }, { host: C, priority: 101 }] }) });
        expect(look(2).orders).toEqual([`${S2} ${FAILOVER}`]);
        expect(pod.set.sent.filter(command => command === `${S2} SENTINEL DEBUG INFO-PERIOD 1000`)).toHaveLength(1);
      });

      test('waits for a sentinel that knows, also where it takes the better one for no candidate', () => {
        pod.set.is({ [C]: follows(A, { offset: 999, priority: 101 }) });
        pod.set.is(sentinels(A, { replicas: [{ host: B, priority: 0 }, { host: C, priority: 101 }] }));
        expect(look()).toEqual({ log: [WAITS], orders: [] });
      });

      test('lets that one take over when the better one is gone', () => {
        pod.set.is({ [B]: REFUSED, [C]: follows(A, { offset: 999, priority: 101 }) });
        pod.set.is(sentinels(A, { replicas: [{ host: B, flags: 's_down,slave' }, { host: C, priority: 101 }] }));
        expect(look().orders).toEqual([`${S1} ${FAILOVER}`]);
      });

      test('leaves one alone that leaves: it comes after the others anyway', () => {
        pod.set.is({ [C]: follows(A, { offset: 999, priority: 200 }), ...known(200) });
        expect(look().orders).toEqual([`${S1} ${FAILOVER}`]);
      });

      test('takes older data for behind, whatever its offset', () => {
        pod.set.is({ [C]: follows(A, { term: 6, offset: 5000 }) });
        expect(look().orders).toEqual(['shop-c-0 CONFIG SET replica-priority 101']);
      });
    });

    test('is the master again where no replica has its data', () => {
      pod.set.is({ [B]: follows(A, { term: 6 }), [C]: follows(A, { term: 6 }) });
      expect(look()).toEqual({ log: ['was the master, and no replica has its data: becomes the master'], orders: [BECOMES_MASTER] });
    });

    test('waits for a member that still loads, which may have newer data', () => {
      pod.set.is({ [B]: follows(A, { term: 6 }), [C]: member({ role: 'loading' }) });
      expect(look()).toEqual({ log: ['was the master; waits for shop-c-0, which may have newer data'], orders: [] });
    });

    test('waits for a member that does not answer and may have newer data, but not for ever', () => {
      pod.set.is({ [B]: follows(A, { term: 6 }), [C]: REFUSED });
      expect(look()).toEqual({ log: ['was the master; waits for shop-c-0, which may have newer data'], orders: [] });
      expect(look(COLD_START_WAIT + 0.5).orders).toEqual([BECOMES_MASTER]);
    });

    test('is the master again at once where the set is told not to yield', () => {
      pod.writeSetEnv({ YIELD: 'no' });
      expect(look().orders).toEqual([BECOMES_MASTER]);
    });
  });

  describe('where replicas are without a master', () => {
    test.each<[string, string | null, string]>([['another one', B, B], ['nobody', null, 'none']])('leaves the choice to Sentinel, which names %s', (_what, named, logged) => {
      pod.set.is({ [C]: follows(B, { link: 'down' }), ...sentinels(named) });
      expect(look()).toEqual({ log: [`waits for Sentinel to choose a master; it names ${logged}`], orders: [] });
    });
  });

  describe('at a cold start', () => {
    test('the newest of all becomes the master', () => {
      pod.set.is({ [A]: waits({ term: 8 }), [B]: waits({ term: 7 }), [C]: waits({ term: 7 }) });
      expect(look()).toEqual({ log: ['has the newest data of shop-a-0 shop-b-0 shop-c-0: becomes the master'], orders: [BECOMES_MASTER] });
    });

    test('the others wait for it', () => {
      pod.set.is({ [B]: waits({ term: 8 }), [C]: waits() });
      expect(look()).toEqual({ log: ['cold start: waits for shop-b-0, which has the newest data, to become the master'], orders: [] });
    });

    test('one that waits is no candidate for Sentinel any more', () => {
      pod.set.is({ [A]: waits({ priority: 100 }), [B]: waits({ term: 8 }), [C]: waits() });
      expect(look().orders).toEqual(['me CONFIG SET replica-priority 0']);
    });

    test('of a set without data, the first one becomes the master', () => {
      pod.set.is({ [A]: empty(), [B]: empty(), [C]: empty() });
      expect(look().orders).toEqual([BECOMES_MASTER]);
    });

    test('of a set without data, the others wait', () => {
      pod.env.MEMBER_HOST = B;
      pod.set.is({ [A]: empty(), [B]: empty(), [C]: empty() });
      expect(look()).toEqual({ log: ['cold start: waits for shop-a-0, which has the newest data, to become the master'], orders: [] });
    });

    test('waits for who still loads, however long', () => {
      pod.set.is({ [B]: member({ role: 'loading' }), [C]: waits() });
      expect(look(COLD_START_WAIT + 2)).toEqual({ log: ['cold start: waits for shop-b-0, still loading'], orders: [] });
    });

    test('waits for who is silent, and says what goes on without', () => {
      pod.set.is({ [B]: waits() });
      expect(look()).toEqual({
        log: ['cold start: waits for shop-c-0; without them a majority of members with data goes on 3 s after its start, of 2 so far; '
          + `to go on with this one's data at once: sh ${pod.runDir}/config/become-master.sh`],
        orders: [],
      });
    });

    test('a majority with data goes on after the waiting time', () => {
      pod.set.is({ [B]: waits() });
      expect(look(COLD_START_WAIT + 0.5).orders).toEqual([BECOMES_MASTER]);
    });

    test('and not before it', () => {
      pod.set.is({ [B]: waits() });
      expect(look(COLD_START_WAIT).orders).toEqual([]);
    });

    test.each<[string, Change]>([
      ['one with data is none of three, though an empty one is there', { [B]: empty() }],
      ['two empty ones are none', { [A]: empty(), [B]: empty() }],
      ['one alone is none', {}],
      ['one beside a master with older data is none', { [B]: masters({ term: 6 }) }],
    ])('no majority goes on: %s', (_what, change) => {
      pod.set.is(change);
      expect(look(COLD_START_WAIT + 2).orders).toEqual([]);
    });

    test('one of two is no majority', () => {
      pod.writeSetEnv({ COLD_START_WAIT: String(COLD_START_WAIT), MEMBERS: `${A} ${B}` });
      expect(look(COLD_START_WAIT + 2).orders).toEqual([]);
    });

    test('goes on beside a master with older data where all the others are there', () => {
      pod.set.is({ [B]: masters({ term: 6 }), [C]: waits() });
      expect(look().orders).toEqual([BECOMES_MASTER]);
    });
  });

  describe('told by the operator', () => {
    beforeEach(() => pod.writeRun('become-master'));

    test('becomes the master with the data that it has', () => {
      pod.set.is({ [B]: waits({ term: 9 }) });
      expect(look()).toEqual({ log: ['was told to become the master: becomes the master'], orders: [BECOMES_MASTER] });
    });

    test('waits for who still loads', () => {
      pod.set.is({ [B]: member({ role: 'loading' }) });
      expect(look().orders).toEqual([]);
      expect(pod.rendered).toContain('become-master');
    });
  });

  describe('where Sentinel names another one than the newest', () => {
    const candidate: SentinelReplica[] = [{ host: A }, { host: C, priority: 0 }];
    const offers = 'me CONFIG SET replica-priority 100';
    beforeEach(() => pod.set.is({ [A]: waits({ term: 8 }), [B]: waits(), [C]: waits() }));

    test('lets Sentinel make the change, or it would undo it', () => {
      pod.set.is(sentinels(B, { replicas: candidate }));
      expect(look()).toEqual({
        log: ['has the newest data of shop-a-0 shop-b-0 shop-c-0, but Sentinel names shop-b-0; lets another one take over', `sentinel ${S1} begins a failover`],
        orders: [offers, `${S1} ${FAILOVER}`],
      });
    });

    test('also where only one sentinel names it', () => {
      pod.set.is({ [S3]: names(B, { replicas: candidate }) });
      expect(look().orders).toEqual([offers, `${S3} ${FAILOVER}`]);
    });

    test('waits until Sentinel sees that this member can take over', () => {
      pod.set.is(sentinels(B, { replicas: [{ host: A, priority: 0 }, { host: C, priority: 0 }] }));
      expect(look()).toEqual({
        log: ['has the newest data of shop-a-0 shop-b-0 shop-c-0, but Sentinel names shop-b-0; waits for a sentinel that can let another one take over'],
        orders: [offers],
      });
    });

    test('waits while Sentinel takes an earlier process for good', () => {
      pod.set.is(sentinels(B, { replicas: [{ host: A, run: '0'.repeat(40) }, { host: C, priority: 0 }] }));
      expect(look().orders).toEqual([offers]);
    });

    test('sends one failover only', () => {
      pod.set.is(sentinels(B, { replicas: candidate }));
      expect(look(9.5).orders.filter(order => order.endsWith(FAILOVER))).toHaveLength(1);
    });

    test('becomes the master itself where Sentinel names it already', () => {
      pod.set.is(sentinels(A, { replicas: [{ host: B }] }));
      expect(look().orders).toEqual([BECOMES_MASTER]);
    });
  });

  test('stays where it is while it leaves', () => {
    pod.writeRun('leaving');
    pod.set.is({ [B]: masters(), ...sentinels(B) });
    expect(look(2)).toEqual({ log: [], orders: [] });
  });

  /** What the member does until then; with half a second, one look round. */
  function look(seconds = 0.5): { log: string[]; orders: string[] } {
    pod.set.endsAt(seconds);
    const { status, log, stderr } = pod.run('watch-member.sh');
    expect({ status, stderr }).toEqual({ status: 99, stderr: '' });
    return { log: log.map(line => line.replace('watch-member.sh: ', '')), orders: pod.set.orders };
  }
});

function waits(state: Partial<MemberState> = {}): Server {
  return member({ role: 'quarantined', term: 7, holder: B, offset: 100, keys: 1, priority: 0, ...state });
}

function empty(): Server {
  return member({ role: 'quarantined', priority: 0 });
}

function masters(state: Partial<MemberState> = {}): Server {
  return member({ role: 'master', term: 7, holder: B, offset: 100, keys: 1, ...state });
}

function follows(host: string, state: Partial<MemberState> = {}): Server {
  return member({ role: 'replica', follows: host, term: 7, offset: 100, keys: 1, link: 'down', ...state });
}

function names(host: string | null, state: SentinelState = {}): Server {
  return sentinel({ names: host, ...state });
}

function sentinels(host: string | null, state: SentinelState = {}): Change {
  return Object.fromEntries([S1, S2, S3].map((address, i) => [address, names(host, { id: IDS[i], ...state })]));
}
