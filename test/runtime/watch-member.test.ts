/**
 * watch-member.sh: a member stays in its place while the master changes, and takes writes only as the master of its own term.
 */
import { A, B, C, HANGS, IDS, member, MemberState, NOAUTH, REFUSED, S1, S2, S3, sentinel, Server } from './answers';
import { Change, START } from './mock-set';
import { Sandbox, SHELLS } from './sandbox';

const CLOSES = 'me CONFIG SET min-replicas-to-write 1000';
const SETTLES = 'me CONFIG SET replica-priority 100 replica-serve-stale-data yes';
const OPENS = 'me CONFIG SET maxmemory 0 min-replicas-to-write 0';
const FOLLOWS_B = `me REPLICAOF ${B} 6379`;
const RECORD = `set=default/shop\nmember=${A}\n`;
const NO_RECORD = `${RECORD}offset=\naof_size=\n`;

describe.each(Object.keys(SHELLS))('watch-member.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => {
    pod = new Sandbox({ shell });
    delete pod.env.POD_IP;
    pod.writeConf('redis.conf', 'appendonly no\nmin-replicas-to-write 1\n');
    pod.set.is({ [A]: REFUSED, [B]: REFUSED, [C]: REFUSED, [S1]: REFUSED, [S2]: REFUSED, [S3]: REFUSED });
  });
  afterEach(async () => pod.remove());

  describe('a replica with a link', () => {
    beforeEach(() => pod.set.is({ [A]: replica(), [B]: masters() }));

    test('ends its quarantine once, behind a closed gate', () => {
      expect(watch(3).orders).toEqual([CLOSES, SETTLES]);
    });

    test('answers without a link only where the set is told so', () => {
      pod.writeConf('redis.conf', 'appendonly no\nreplica-serve-stale-data no\n');
      expect(watch().orders).toEqual([CLOSES, 'me CONFIG SET replica-priority 100 replica-serve-stale-data no']);
    });

    test('asks again for what it got no answer to', () => {
      pod.set.is({ [A]: replica({ answers: { 'CONFIG SET *': '' } }) });
      pod.set.after(1, { [A]: replica() });
      expect(watch(3).orders).toEqual([CLOSES, SETTLES, CLOSES, SETTLES, CLOSES, SETTLES]);
    });

    test('is done with an order to become the master', () => {
      pod.writeRun('become-master');
      watch();
      expect(pod.rendered).not.toContain('become-master');
    });

    test('does not become a candidate again while it leaves', () => {
      pod.writeRun('leaving');
      expect(watch().orders).toEqual([CLOSES]);
    });

    test('may be promoted again where it was behind when the master restarted', () => {
      pod.set.after(1, { [A]: replica({ priority: 101 }) });
      pod.set.after(1.5, { [A]: replica() });
      expect(watch(3).orders).toEqual([CLOSES, SETTLES, SETTLES]);
    });

    test('does not become a candidate again while it leaves, after it was one', () => {
      pod.set.after(1, { [A]: replica({ priority: 200 }) });
      pod.writeRun('leaving');
      expect(watch(3).orders).toEqual([CLOSES]);
    });

    test('looks round for nobody', () => {
      watch(3);
      expect(new Set(pod.set.arguments)).toEqual(new Set(['-h 127.0.0.1 -p 6379']));
    });
  });

  describe('a replica without a link', () => {
    beforeEach(() => pod.set.is({ [A]: replica({ follows: C, link: 'down' }), [C]: REFUSED }));

    test('stays quarantined', () => {
      expect(watch().orders).toEqual([CLOSES]);
    });

    test('follows who has begun a newer term', () => {
      pod.set.is({ [B]: masters({ term: 8 }) });
      expect(watch(1)).toEqual({ log: ['follows shop-b-0, which has taken over'], orders: [CLOSES, FOLLOWS_B] });
    });

    test('does not look round at the first hiccup', () => {
      pod.set.is({ [B]: masters({ term: 8 }) });
      expect(watch(0.5).orders).toEqual([CLOSES]);
    });

    test('does not add up hiccups', () => {
      const up = replica({ follows: C, holder: C });
      pod.set.is({ [B]: masters({ term: 8 }) });
      pod.set.after(0.5, { [A]: up });
      pod.set.after(1, { [A]: replica({ follows: C, link: 'down' }) });
      pod.set.after(1.5, { [A]: up });
      expect(watch(3).orders).toEqual([CLOSES, SETTLES]);
    });

    test.each([['the same', 7], ['an older', 6]])('does not follow a master of %s term', (_what, term) => {
      pod.set.is({ [B]: masters({ term }) });
      expect(watch(4).orders).toEqual([CLOSES]);
    });

    test('asks the sentinels now and then, and follows whom most of them name', () => {
      pod.set.is({ [B]: masters(), ...sentinels(B) });
      expect(watch(5).orders).toEqual([CLOSES, FOLLOWS_B]);
    });

    test('does not ask them at every look', () => {
      pod.set.is(sentinels(C));
      watch(9.5);
      expect(pod.set.sent.filter(command => command === `${S1} SENTINEL MASTER mymaster`)).toHaveLength(1);
    });

    test('does not follow whom they name while that one is no master', () => {
      pod.set.is({ [B]: replica({ follows: C, link: 'down' }), ...sentinels(B) });
      expect(watch(6).orders).toEqual([CLOSES]);
    });
  });

  describe('a replica of a replica', () => {
    const me = replica({ follows: C, holder: B, term: 8 });
    const former = replica({ follows: B, holder: B, term: 8 });

    test('follows the master of the term that it gets', () => {
      pod.set.is({ [A]: me, [B]: masters({ term: 8 }), [C]: former });
      expect(watch(1)).toMatchObject({ log: expect.arrayContaining(['follows shop-b-0, which is the master of this term']), orders: expect.arrayContaining([FOLLOWS_B]) });
    });

    test('not at the first look', () => {
      pod.set.is({ [A]: me, [B]: masters({ term: 8 }), [C]: former });
      expect(watch(0.5).orders).not.toContain(FOLLOWS_B);
    });

    test('stays with a new master that has not begun its term yet', () => {
      pod.set.is({ [A]: me, [B]: masters({ term: 8 }), [C]: masters({ term: 8, holder: B }) });
      expect(watch(2).orders).toEqual([CLOSES, SETTLES]);
    });

    test('stays where the master of that term is none any more', () => {
      pod.set.is({ [A]: me, [B]: REFUSED, [C]: former });
      expect(watch(2).orders).toEqual([CLOSES, SETTLES]);
    });
  });

  describe('a master', () => {
    const promoted = masters({ holder: B, replicas: 2, inStep: 2 });
    const inTerm = (term: number, state: Partial<MemberState> = {}) => masters({ holder: A, term, replicas: 2, inStep: 2, ...state });

    test('begins its term, and only then takes writes', () => {
      pod.set.is({ [A]: promoted });
      pod.set.when('me EXEC', { [A]: inTerm(START) });
      const { log, orders } = watch(3);
      expect(log).toContain(`is the master of term ${START}, takes writes`);
      expect(orders).toEqual([
        SETTLES,
        OPENS,
        'me MULTI',
        expect.stringContaining(`'term:${START} ${A}'`),
        'me CONFIG SET maxmemory 104857600 min-replicas-to-write 1',
        'me EXEC',
      ]);
    });

    test('begins one even where the term that it finds is its own: it cannot know whether it was opened', () => {
      pod.set.is({ [A]: inTerm(5) });
      expect(watch(1).orders.filter(order => order === OPENS)).toHaveLength(1);
    });

    test('tries again where that has failed', () => {
      pod.set.is({ [A]: masters({ holder: B, answers: { EXEC: 'EXECABORT Transaction discarded because of previous errors.\n\n' } }) });
      pod.set.after(1, { [A]: promoted });
      pod.set.when('me EXEC', {});
      const { log, orders } = watch(1.5);
      expect(orders.filter(order => order === 'me EXEC')).toHaveLength(3);
      expect(orders.filter(order => order === CLOSES)).toHaveLength(2);
      expect(log).toEqual([
        'appendonly is no',
        'cannot begin its term, takes no writes: EXECABORT Transaction discarded because of previous errors.',
        `is the master of term ${START + 1}, takes writes`,
      ]);
    });

    test('begins another one where its term is lost', () => {
      pod.set.is({ [A]: promoted });
      pod.set.when('me EXEC', { [A]: inTerm(START) });
      pod.set.after(2, { [A]: masters({ term: 0, replicas: 2 }) });
      expect(watch(3).orders.filter(order => order === OPENS)).toHaveLength(2);
    });

    test('closes the gate when it is demoted', () => {
      pod.set.is({ [A]: promoted });
      pod.set.when('me EXEC', { [A]: inTerm(START) });
      pod.set.after(2, { [A]: replica({ term: START }) });
      expect(watch(4).orders.slice(-2)).toEqual(['me EXEC', CLOSES]);
    });

    test('opens it again when it is promoted again', () => {
      pod.set.is({ [A]: promoted });
      pod.set.when('me EXEC', { [A]: inTerm(START) });
      pod.set.after(2, { [A]: replica({ term: START }) });
      pod.set.after(3, { [A]: inTerm(START) });
      expect(watch(4).orders.filter(order => order === OPENS)).toHaveLength(2);
    });

    test('steps down for a newer term when nobody follows it any more', () => {
      pod.set.is({ [A]: inTerm(5, { replicas: 0, inStep: 0 }), [B]: masters({ term: 6 }) });
      expect(watch(1)).toMatchObject({
        log: expect.arrayContaining(['follows shop-b-0, which has taken over while this member was away']),
        orders: expect.arrayContaining([FOLLOWS_B]),
      });
    });

    test('counts replicas that lag as gone', () => {
      pod.set.is({ [A]: inTerm(5, { replicas: 2, inStep: 0 }), [B]: masters({ term: 6 }) });
      expect(watch(1).orders).toContain(FOLLOWS_B);
    });

    test('does not step down at the first look', () => {
      pod.set.is({ [A]: inTerm(5, { replicas: 0, inStep: 0 }), [B]: masters({ term: 6 }) });
      expect(watch(0.5).orders).not.toContain(FOLLOWS_B);
    });

    test.each([['the same', 5], ['an older', 4]])('does not step down for %s term', (_what, term) => {
      pod.set.is({ [A]: inTerm(5, { replicas: 0, inStep: 0 }), [B]: masters({ term }) });
      expect(watch(4).orders).not.toContain(FOLLOWS_B);
    });

    test('does not look round while replicas follow it', () => {
      pod.set.is({ [A]: inTerm(5), [B]: masters({ term: 6 }) });
      expect(watch(4).orders).not.toContain(FOLLOWS_B);
      expect(new Set(pod.set.arguments)).toEqual(new Set(['-h 127.0.0.1 -p 6379']));
    });
  });

  describe('what the folder holds', () => {
    test.each<[string, Server, string]>([
      ['a replica with an append-only file: how far that reaches', replica({ aofSize: 120, offset: 5000 }), `${RECORD}offset=5000\naof_size=120\n`],
      ['a master with one', masters({ holder: B, aofSize: 120, offset: 5000 }), `${RECORD}offset=5000\naof_size=120\n`],
      ['a replica without a link, too', replica({ link: 'down', aofSize: 120, offset: 5000 }), `${RECORD}offset=5000\naof_size=120\n`],
      ['one without an append-only file: a snapshot tells it itself', replica({ offset: 5000 }), NO_RECORD],
      ['one whose data is replaced by its master\'s: nothing any more', replica({ link: 'down', aofSize: 120, syncing: true }), NO_RECORD],
    ])('is recorded: %s', (_what, server, expected) => {
      pod.writeData('member.state', 'set=default/shop\noffset=1\naof_size=1\n');
      pod.set.is({ [A]: server });
      watch();
      expect(pod.readData('member.state')).toBe(expected);
    });

    test('is not recorded while the file is written anew', () => {
      pod.writeData('member.state', NO_RECORD);
      pod.set.is({ [A]: replica({ aofSize: 120, rewriting: true }) });
      watch();
      expect(pod.readData('member.state')).toBe(NO_RECORD);
    });

    test('is not touched while it is loaded after a start: the record is about it', () => {
      pod.writeData('member.state', 'before');
      pod.set.is({ [A]: member({ role: 'loading' }) });
      expect(watch(2)).toEqual({ log: ['loads its data'], orders: [] });
      expect(pod.readData('member.state')).toBe('before');
    });

    test('is worth nothing when other data is loaded later on', () => {
      pod.set.is({ [A]: replica({ aofSize: 120, offset: 5000 }) });
      pod.set.after(1, { [A]: member({ role: 'loading' }) });
      watch(2);
      expect(pod.readData('member.state')).toBe(NO_RECORD);
    });
  });

  describe('appendonly', () => {
    const settings = (appendonly: string, answers = {}) => replica({ config: { appendonly }, answers });
    const SWITCHES_ON = 'me CONFIG SET appendonly yes';
    const SWITCHES_OFF = 'me CONFIG SET appendonly no';

    test('is left as it is where it is as wanted', () => {
      pod.set.is({ [A]: settings('no') });
      expect(watch(3)).toEqual({ log: ['appendonly is no'], orders: [CLOSES, SETTLES] });
    });

    test('is switched on while Redis runs', () => {
      pod.writeConf('redis.conf', 'appendonly yes\n');
      pod.set.is({ [A]: settings('no') });
      pod.set.when(SWITCHES_ON, { [A]: settings('yes') });
      expect(watch(3)).toEqual({ log: ['appendonly is yes'], orders: [CLOSES, SETTLES, SWITCHES_ON] });
    });

    test('is switched on again where that has failed', () => {
      pod.writeConf('redis.conf', 'appendonly yes\n');
      pod.set.is({ [A]: settings('no') });
      expect(watch(1.5).orders.filter(order => order === SWITCHES_ON)).toHaveLength(3);
    });

    test('is switched off when a snapshot has been made since, and the file goes then', () => {
      pod.writeData('appendonlydir/appendonly.aof.manifest');
      pod.set.is({ [A]: settings('yes') });
      pod.set.after(2, { [A]: settings('yes', { LASTSAVE: '1735689601\n' }) });
      pod.set.when(SWITCHES_OFF, { [A]: settings('no') });

      const { log, orders } = watch(4);

      expect(log).toEqual(['appendonly is no']);
      expect(orders.filter(order => order === SWITCHES_OFF)).toHaveLength(1);
      expect(orders.indexOf('me BGSAVE SCHEDULE')).toBeLessThan(orders.indexOf(SWITCHES_OFF));
      expect(pod.dataFiles).toEqual(['member.state']);
    });

    test('stays on, and the file stays, as long as there is no new snapshot', () => {
      pod.writeData('appendonlydir/appendonly.aof.manifest');
      pod.set.is({ [A]: settings('yes') });
      expect(watch(3).orders).not.toContain(SWITCHES_OFF);
      expect(pod.readData('appendonlydir/appendonly.aof.manifest')).toBe('');
    });

    test.each<[string, Record<string, string>]>([
      ['there is no answer to LASTSAVE', { LASTSAVE: '' }],
      ['the order has no answer', { 'LASTSAVE': '1735689601\n', 'CONFIG SET appendonly no': '' }],
    ])('stays where it is as long as %s', (_what, answers) => {
      pod.writeData('appendonlydir/appendonly.aof.manifest');
      pod.set.is({ [A]: settings('yes') });
      pod.set.after(1, { [A]: settings('yes', answers) });
      const { log, orders } = watch(3);
      expect(log).toEqual([]);
      expect(orders.includes(SWITCHES_OFF)).toBe(answers.LASTSAVE !== '');
      expect(pod.readData('appendonlydir/appendonly.aof.manifest')).toBe('');
    });

    test('goes from the disk, too, where it has been switched off before that', () => {
      pod.writeData('appendonlydir/appendonly.aof.manifest');
      pod.set.is({ [A]: settings('no') });
      pod.set.after(2, { [A]: settings('no', { LASTSAVE: '1735689601\n' }) });
      const { log, orders } = watch(4);
      expect(log).toEqual(['appendonly is no']);
      expect(orders).toContain('me BGSAVE SCHEDULE');
      expect(pod.dataFiles).toEqual(['member.state']);
    });

    test('is not touched where Redis does not say how it is', () => {
      pod.set.is({ [A]: settings('no', { 'CONFIG GET appendonly': '' }) });
      expect(watch(3).orders).toEqual([CLOSES, SETTLES]);
    });

    test.each(['yes', 'no'])('is changed to %s on a master as on a replica', wanted => {
      const inStep = { replicas: 2, inStep: 2 };
      const master = (appendonly: string, answers = {}) => masters({ ...inStep, holder: A, term: START, config: { appendonly }, answers });
      const before = wanted === 'yes' ? 'no' : 'yes';
      pod.writeConf('redis.conf', `appendonly ${wanted}\n`);
      pod.writeData('appendonlydir/appendonly.aof.manifest');
      pod.set.is({ [A]: master(before) });
      pod.set.after(2, { [A]: master(before, { LASTSAVE: '1735689601\n' }) });
      pod.set.when(`me CONFIG SET appendonly ${wanted}`, { [A]: master(wanted) });
      const { log, orders } = watch(4);
      expect(log).toContain(`appendonly is ${wanted}`);
      expect(orders.filter(order => order === `me CONFIG SET appendonly ${wanted}`)).toHaveLength(1);
    });

    test.each<[string, Server]>([['waits', member({ role: 'quarantined' })], ['has no link', replica({ link: 'down' })]])('is not switched where a member %s', (_what, server) => {
      pod.writeConf('redis.conf', 'appendonly yes\n');
      pod.set.is({ [A]: server });
      expect(watch(2).orders).not.toContain(SWITCHES_ON);
    });
  });

  test.each<[string, Server]>([['is gone', REFUSED], ['has another password', NOAUTH], ['hangs', HANGS]])('does nothing where Redis %s', (_what, server) => {
    pod.set.is({ [A]: server, [B]: masters({ term: 8 }) });
    expect(watch(1)).toEqual({ log: [], orders: [] });
    expect(pod.dataFiles).toEqual([]);
  });

  test.each(['RUN_DIR', 'DATA_DIR', 'MEMBER_HOST'])('names %s where it is missing', variable => {
    delete pod.env[variable];
    expect(pod.run('watch-member.sh')).toMatchObject({ status: 2, stderr: expect.stringContaining(`${variable}: parameter not set or null`) });
  });

  /** What the member does until then; with half a second, at one look. */
  function watch(seconds = 0.5): { log: string[]; orders: string[] } {
    pod.set.endsAt(seconds);
    const { status, log, stderr } = pod.run('watch-member.sh');
    expect({ status, stderr }).toEqual({ status: 99, stderr: '' });
    return { log: log.map(line => line.replace('watch-member.sh: ', '')), orders: pod.set.orders };
  }
});

function replica(state: Partial<MemberState> = {}): Server {
  return member({ role: 'replica', follows: B, holder: B, term: 7, keys: 1, ...state });
}

function masters(state: Partial<MemberState> = {}): Server {
  return member({ role: 'master', holder: B, term: 7, keys: 1, ...state });
}

function sentinels(host: string): Change {
  return Object.fromEntries([S1, S2, S3].map((address, i) => [address, sentinel({ id: IDS[i], names: host })]));
}
