/**
 * lib-ask.sh: what members, sentinels and name services answer, as lines of plain words.
 */
import { A, B, C, HANGS, IDS, member, MUTE, NEVER, NOAUTH, NOWHERE, REFUSED, S1, S2, S3, sentinel, SENTINELS, Server, WRONGPASS } from './answers';
import { Facts, factsIn, voteLine } from './facts';
import { Sandbox, SHELLS } from './sandbox';

const WITHOUT_ANSWER: [string, Server][] = [
  ['refuses connections', REFUSED],
  ['asks for a password', NOAUTH],
  ['has another password', WRONGPASS],
  ['closes without an answer', MUTE],
  ['does not answer in time', HANGS],
];

describe.each(Object.keys(SHELLS))('lib-ask.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  describe('ask', () => {
    test('sends every command, and the password in the environment alone', () => {
      pod.set.is({ [B]: member({ role: 'master' }) });
      expect(ask(`printf 'PING\\nLASTSAVE\\n' | ask ${B} 6379`)).toBe('PONG\n1735680000\n');
      expect([pod.set.arguments, pod.set.passwords]).toEqual([[`-h ${B} -p 6379`], ['hunter2']]);
    });

    test('asks the Redis of this pod by its loopback address', () => {
      pod.set.is({ [A]: member({ role: 'master' }) });
      expect(ask('echo PING | ask_me')).toBe('PONG\n');
      expect(pod.set.arguments).toEqual(['-h 127.0.0.1 -p 6379']);
    });

    test.each([['as long as PATIENCE says', '2', 2], ['a second where it says nothing', undefined, 1]])('waits %s', (_what, patience, seconds) => {
      pod.set.is({ [B]: HANGS });
      pod.env.PATIENCE = patience;
      const started = Date.now();
      expect(ask(`echo PING | ask ${B} 6379`)).toBe('');
      expect((Date.now() - started) / 1000).toBeGreaterThan(seconds - 0.5);
      expect((Date.now() - started) / 1000).toBeLessThan(seconds + 2.5);
    });
  });

  describe('facts_of', () => {
    test('a master', () => {
      pod.set.is({ [B]: member({ role: 'master', term: 7, holder: B, offset: 1234, keys: 3, replicas: 2, run: 'c'.repeat(40) }) });
      expect(factsOf(B)).toEqual({
        host: B,
        state: 'master',
        term: 7,
        holder: B,
        offset: 1234,
        kept: 'rdb',
        data: 'full',
        priority: 100,
        follows: '-',
        link: 'down',
        replicas: 2,
        aofSize: 0,
        run: 'c'.repeat(40),
      });
    });

    test('a replica with its link up', () => {
      pod.set.is({ [B]: member({ role: 'replica', follows: C, link: 'up', priority: 17, term: 7, holder: C, offset: 99 }) });
      expect(factsOf(B)).toMatchObject({ state: 'replica', follows: C, link: 'up', priority: 17, term: 7, holder: C, offset: 99 });
    });

    test('a replica with its link down', () => {
      pod.set.is({ [B]: member({ role: 'replica', follows: C, link: 'down' }) });
      expect(factsOf(B)).toMatchObject({ state: 'replica', follows: C, link: 'down' });
    });

    test('a quarantined member with a snapshot: its own offset', () => {
      pod.set.is({ [B]: member({ role: 'quarantined', term: 7, offset: 5000, priority: 0 }) });
      expect(factsOf(B)).toMatchObject({ state: 'quarantined', follows: NOWHERE, term: 7, offset: 5000, kept: 'rdb', priority: 0 });
    });

    test('a quarantined member with an append-only file: the offset that was recorded', () => {
      pod.set.is({ [B]: member({ role: 'quarantined', recorded: 987654321012, aofSize: 4321 }) });
      expect(factsOf(B)).toMatchObject({ state: 'quarantined', offset: 987654321012, kept: 'aof', aofSize: 4321 });
    });

    test('a replica that was loaded from an append-only file: the offset of now, not the one that was recorded', () => {
      pod.set.is({ [B]: member({ role: 'replica', recorded: 5000, offset: 70, aofSize: 10 }) });
      expect(factsOf(B)).toMatchObject({ offset: 70, kept: 'aof' });
    });

    test.each([
      ['the size of its append-only file', { aofSize: 4321 }, 4321],
      ['0 without one', {}, 0],
      ['-1 while it is written anew', { aofSize: 4321, rewriting: true }, -1],
      ['0 while it is written for the first time', { aofSize: 0, rewriting: true }, 0],
      ['-2 while the data is replaced by the master\'s', { aofSize: 4321, syncing: true, link: 'down' as const }, -2],
      ['-2 then without an append-only file too', { syncing: true }, -2],
    ])('%s', (_what, state, aofSize) => {
      pod.set.is({ [B]: member({ role: 'replica', ...state }) });
      expect(factsOf(B).aofSize).toBe(aofSize);
    });

    test('offsets and terms of more than 32 bits', () => {
      pod.set.is({ [B]: member({ role: 'master', term: 9876543210, offset: 123456789012345, aofSize: 98765432109 }) });
      expect(factsOf(B)).toMatchObject({ term: 9876543210, offset: 123456789012345, aofSize: 98765432109 });
    });

    test('one that loads, whatever else it says', () => {
      pod.set.is({ [B]: member({ role: 'loading' }) });
      expect(factsOf(B)).toMatchObject({ state: 'loading', term: 0, holder: '-' });
    });

    test.each([
      ['empty without keys and without a term', {}, 'empty'],
      ['full with keys', { keys: 1 }, 'full'],
      ['full with a term though every key is gone', { term: 7 }, 'full'],
    ])('data is %s', (_what, state, data) => {
      pod.set.is({ [B]: member({ role: 'quarantined', ...state }) });
      expect(factsOf(B).data).toBe(data);
    });

    test('does not count replicas that lag, where Redis tells them apart', () => {
      pod.set.is({ [B]: member({ role: 'master', replicas: 2, inStep: 1 }) });
      expect(factsOf(B).replicas).toBe(1);
    });

    test.each(WITHOUT_ANSWER)('one that %s is silent', (_what, server) => {
      pod.set.is({ [B]: server });
      expect(factsOf(B)).toMatchObject({ host: B, state: 'silent', term: 0, holder: '-', offset: 0, data: 'empty', run: '-' });
    });

    test.each(['CONFIG GET syslog-ident', 'FCALL_RO *'])('one that hangs at %s is silent: what is missing must not count as none', command => {
      pod.set.is({ [B]: member({ role: 'quarantined', term: 7, recorded: 5000, keys: 3, answers: { [command]: NEVER } }) });
      expect(factsOf(B)).toMatchObject({ host: B, state: 'silent', term: 0, data: 'empty' });
    });

    test('asks under another address, and keeps the name', () => {
      pod.set.is({ [A]: member({ role: 'master', term: 3 }) });
      expect(factsIn(ask(`facts_of ${A} 127.0.0.1`))).toMatchObject({ host: A, state: 'master', term: 3 });
      expect(new Set(pod.set.sent.map(command => command.split(' ')[0]))).toEqual(new Set(['me']));
    });

    test('changes nothing', () => {
      pod.set.is({ [B]: member({ role: 'master' }) });
      factsOf(B);
      expect(pod.set.orders).toEqual([]);
    });

    function factsOf(host: string): Facts {
      return factsIn(ask(`facts_of ${host}`));
    }
  });

  describe('facts_of_all_but', () => {
    test('a line for each other member', () => {
      pod.set.is({ [B]: member({ role: 'master' }) });
      expect(states(`facts_of_all_but ${A}`)).toEqual([[B, 'master'], [C, 'silent']]);
    });

    test('leaves out several, and nobody where it is told nobody', () => {
      expect(states(`facts_of_all_but ${A} ${C}`)).toEqual([[B, 'silent']]);
      expect(states("facts_of_all_but ''")).toEqual([[A, 'silent'], [B, 'silent'], [C, 'silent']]);
    });

    test('two that hang cost the time of one', () => {
      pod.set.is({ [B]: HANGS, [C]: HANGS });
      pod.env.PATIENCE = '2';
      const started = Date.now();
      expect(states(`facts_of_all_but ${A}`)).toEqual([[B, 'silent'], [C, 'silent']]);
      expect(Date.now() - started).toBeLessThan(3900);
    });

    function states(commands: string): string[][] {
      return ask(commands).split('\n').slice(0, -1).map(line => [factsIn(line).host, factsIn(line).state]).sort();
    }
  });

  describe('vote_of', () => {
    test('address, id, master, epoch and flags', () => {
      pod.set.is({ [S2]: sentinel({ id: IDS[1], names: B, epoch: 12, flags: 'master,failover_in_progress' }) });
      expect(ask(`vote_of ${S2}`)).toBe(`${voteLine(S2, IDS[1], B, 12, 'master,failover_in_progress')}\n`);
    });

    test('one that watches no such master names none', () => {
      pod.set.is({ [S2]: sentinel({ id: IDS[1], names: null }) });
      expect(ask(`vote_of ${S2}`)).toBe(`${voteLine(S2, IDS[1])}\n`);
    });

    test.each<[string, Server]>([
      ...WITHOUT_ANSWER,
      ['hangs before it names a master', sentinel({ answers: { 'SENTINEL MASTER *': NEVER } })],
    ])('one that %s has none', (_what, server) => {
      pod.set.is({ [S2]: server });
      expect(ask(`vote_of ${S2}`)).toBe('');
    });
  });

  describe('votes_of_all', () => {
    beforeEach(() => pod.set.is({ [S1]: sentinel({ id: IDS[0] }), [S2]: sentinel({ id: IDS[1] }), [S3]: sentinel({ id: IDS[2] }) }));

    test('every sentinel is asked at its own address', () => {
      delete pod.env.POD_IP;
      expect(votes()).toEqual([voteLine(S1, IDS[0], A), voteLine(S2, IDS[1], A), voteLine(S3, IDS[2], A)]);
      expect(pod.set.arguments.sort()).toEqual([S1, S2, S3].map(address => `-h ${address} -p 26379`));
    });

    test('the one of this pod is left out', () => {
      pod.env.POD_IP = S2;
      expect(votes()).toEqual([voteLine(S1, IDS[0], A), voteLine(S3, IDS[2], A)]);
    });

    test('one that hangs does not hold up the others', () => {
      delete pod.env.POD_IP;
      pod.set.is({ [S1]: HANGS, [S2]: HANGS });
      pod.env.PATIENCE = '2';
      const started = Date.now();
      expect(votes()).toEqual([voteLine(S3, IDS[2], A)]);
      expect(Date.now() - started).toBeLessThan(3900);
    });

    test('none where the name has no address', () => {
      pod.set.forgetName(SENTINELS);
      expect(votes()).toEqual([]);
    });

    function votes(): string[] {
      return ask('votes_of_all').split('\n').slice(0, -1).sort();
    }
  });

  describe('addresses_of', () => {
    test('every address, sorted, without the name server\'s own', () => {
      pod.set.name(SENTINELS, [S3, S1, S2]);
      expect(addresses()).toEqual([S1, S2, S3]);
    });

    test('each one once', () => {
      pod.set.name(SENTINELS, [S1, S1]);
      expect(addresses()).toEqual([S1]);
    });

    test('none for a name that does not exist', () => {
      pod.set.forgetName(SENTINELS);
      expect(addresses()).toEqual([]);
    });

    test('none where the name server does not answer', () => {
      pod.set.name(SENTINELS, [], 'nslookup: write to \'10.96.0.10\': Connection refused\n;; connection timed out; no servers could be reached\n');
      expect(addresses()).toEqual([]);
    });

    test.each([
      ['an answer without authority', `\nNon-authoritative answer:\nName:\t${SENTINELS}\nAddress: ${S1}\nName:\t${SENTINELS}\nAddress: ${S2}\n`],
      ['the numbered lines of older busyboxes', `Name:      ${SENTINELS}\nAddress 1: ${S1} 10-0-0-1.${SENTINELS}\nAddress 2: ${S2}\n`],
    ])('reads %s', (_what, answer) => {
      pod.set.name(SENTINELS, [], answer);
      expect(addresses()).toEqual([S1, S2]);
    });

    test('reads addresses of IPv6', () => {
      pod.set.name(SENTINELS, ['fd00::2', 'fd00::1']);
      expect(addresses()).toEqual(['fd00::1', 'fd00::2']);
    });
  });

  function addresses(): string[] {
    return ask(`addresses_of ${SENTINELS}`).split('\n').slice(0, -1);
  }

  function ask(commands: string): string {
    const { status, stdout, stderr } = pod.evaluate(['lib-ask.sh'], commands);
    expect({ status, stderr }).toEqual({ status: expect.anything(), stderr: '' });
    return stdout;
  }
});

// As a program of its own only dash runs it.
test('a name server that does not answer is not waited for, and nothing is said about it, under dash', async () => {
  const pod = new Sandbox({ without: ['nslookup'] });
  pod.writeProgram('nslookup', 'exec sleep 60');
  const started = Date.now();
  expect(pod.evaluate(['lib-ask.sh'], `votes_of_all; addresses_of ${SENTINELS}; votes_of_all`)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(Date.now() - started).toBeLessThan(9000);
  await pod.remove();
});

// Busybox's shell has nslookup built in, so only dash, with a PATH like that of the images on Debian, can be without it.
describe('addresses_of without nslookup', () => {
  let pod: Sandbox;
  beforeEach(() => {
    pod = new Sandbox({ without: ['nslookup'] });
  });
  afterEach(async () => pod.remove());

  test('asks getent for every address', () => {
    pod.writeProgram('getent', `[ "$*" = 'ahosts ${SENTINELS}' ] || exit 1\n`
      + `printf '%s\\n' '${S2}      STREAM ${SENTINELS}' '${S2}      DGRAM  ' '${S2}      RAW    ' '${S1}      STREAM ' '${S1}      DGRAM  ' '${S1}      RAW    '`);
    expect(pod.evaluate(['lib-ask.sh'], `addresses_of ${SENTINELS}`)).toMatchObject({ stdout: `${S1}\n${S2}\n`, stderr: '' });
  });

  test('none for a name that does not exist', () => {
    pod.writeProgram('getent', 'exit 2');
    expect(pod.evaluate(['lib-ask.sh'], `addresses_of ${SENTINELS}`)).toMatchObject({ stdout: '', stderr: '' });
  });

  test('waits no longer than it may', () => {
    pod.writeProgram('getent', 'exec sleep 60');
    const started = Date.now();
    expect(pod.evaluate(['lib-ask.sh'], `addresses_of ${SENTINELS}`).stdout).toBe('');
    expect(Date.now() - started).toBeLessThan(3500);
  });
});
