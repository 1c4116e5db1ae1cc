/**
 * lib-term.sh: a master takes writes only in a term that no older copy of the data has.
 */
import { A, error, HANGS, member, REFUSED, Server } from './answers';
import { START } from './mock-set';
import { Sandbox, SHELLS } from './sandbox';

describe.each(Object.keys(SHELLS))('lib-term.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => {
    pod = new Sandbox({ shell });
    pod.set.is({ [A]: member({ role: 'master', config: { maxmemory: '367001600' } }) });
    pod.writeConf('redis.conf', 'maxmemory 100mb\nmin-replicas-to-write 1\n');
  });
  afterEach(async () => pod.remove());

  describe('open_for_writes', () => {
    test('lifts the limits, then begins the term and sets them again in one transaction', () => {
      expect(open(7)).toMatchObject({ status: 0, log: [`test.sh: is the master of term ${START}, takes writes`] });
      expect(pod.set.orders).toEqual([
        'me CONFIG SET maxmemory 0 min-replicas-to-write 0',
        'me MULTI',
        `me ${functionOf(START)}`,
        'me CONFIG SET maxmemory 367001600 min-replicas-to-write 1',
        'me EXEC',
      ]);
    });

    test.each([
      ['the time of day after an older term', START - 1, START],
      ['the next number where the clock has not moved on', START, START + 1],
      ['the next number where the clock goes wrong', START + 5000, START + 5001],
    ])('the term is %s', (_what, previous, term) => {
      open(previous);
      expect(pod.set.orders).toContain(`me ${functionOf(term)}`);
    });

    test('puts the memory limit back that was in force, which need not be the configured one', () => {
      pod.set.is({ [A]: member({ role: 'master', config: { maxmemory: '0' } }) });
      open(7);
      expect(pod.set.orders).toContain('me CONFIG SET maxmemory 0 min-replicas-to-write 1');
    });

    test('needs no replicas where the configuration says nothing', () => {
      pod.writeConf('redis.conf', 'maxmemory 100mb\n');
      open(7);
      expect(pod.set.orders).toContain('me CONFIG SET maxmemory 367001600 min-replicas-to-write 0');
    });

    test.each([
      ['was refused', error('EXECABORT Transaction discarded because of previous errors.'), 'EXECABORT Transaction discarded because of previous errors.'],
      ['ended in an error', `hostpath_term\n${error('ERR CONFIG SET failed (possibly related to argument \'maxmemory\')')}`, undefined],
      ['did not come', '', 'QUEUED'],
    ])('fails where the answer to the transaction %s', (_what, answer, logged) => {
      pod.set.is({ [A]: member({ role: 'master', answers: { EXEC: answer } }) });
      const { status, log } = open(7);
      expect(status).toBe(1);
      expect(log).toEqual([expect.stringContaining(`test.sh: cannot begin its term, takes no writes: ${logged ?? 'ERR CONFIG SET failed'}`)]);
    });

    test('after half a change, the next attempt puts back the limit from before it', () => {
      const config = { maxmemory: '367001600' };
      pod.set.is({ [A]: member({ role: 'master', config, answers: { EXEC: error('EXECABORT') } }) });
      pod.set.when('me EXEC', { [A]: member({ role: 'master', config: { maxmemory: '0' } }) });

      expect(evaluate('open_for_writes 7; open_for_writes 7').status).toBe(0);

      expect(pod.set.orders.filter(order => order.startsWith('me CONFIG SET maxmemory 3'))).toHaveLength(2);
      expect(pod.set.orders).not.toContain('me CONFIG SET maxmemory 0 min-replicas-to-write 1');
    });

    test('once it is open, the next term asks for the limit anew', () => {
      pod.set.when('me EXEC', { [A]: member({ role: 'master', config: { maxmemory: '1' } }) });
      evaluate('open_for_writes 7; open_for_writes 8');
      expect(pod.set.orders).toContain('me CONFIG SET maxmemory 1 min-replicas-to-write 1');
    });

    test.each<[string, Server]>([['is gone', REFUSED], ['hangs', HANGS]])('changes nothing where the limit cannot be read: Redis %s', (_what, server) => {
      pod.set.is({ [A]: server });
      expect(open(7).status).toBe(1);
      expect(pod.set.orders).toEqual([]);
    });
  });

  describe('configured', () => {
    test.each([
      ['what the configuration says', 'appendonly yes\n', 'yes'],
      ['the last word of several', 'appendonly yes\nsave ""\nappendonly no\n', 'no'],
      ['whatever the case of the name', 'AppendOnly yes\n', 'yes'],
      ['the default where it says nothing', 'appendonlydir yes\n# appendonly yes\n', 'default'],
    ])('%s', (_what, conf, expected) => {
      pod.writeConf('redis.conf', conf);
      expect(evaluate('configured appendonly default').stdout).toBe(`${expected}\n`);
    });
  });

  test('running: what is in force', () => {
    expect(evaluate('running maxmemory').stdout).toBe('367001600\n');
  });

  function open(term: number) {
    return evaluate(`open_for_writes ${term}`);
  }

  function evaluate(commands: string) {
    const outcome = pod.evaluate(['lib-log.sh', 'lib-ask.sh', 'lib-term.sh'], commands);
    expect(outcome.stderr).toBe('');
    return outcome;
  }
});

function functionOf(term: number): string {
  return 'FUNCTION LOAD REPLACE "#!lua name=hostpath_term\\nredis.register_function{function_name=\'hostpath_term\', '
    + `flags={'no-writes', 'allow-stale'}, callback=function() return 'term:${term} ${A}' end}"`;
}
