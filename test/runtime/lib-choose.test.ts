/**
 * lib-choose.sh: who is to be the master, by rules that every member applies to the same facts.
 */
import { A, B, C, IDS } from './answers';
import { Facts, factsLine, voteLine } from './facts';
import { Sandbox, SHELLS } from './sandbox';

describe.each(Object.keys(SHELLS))('lib-choose.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  describe('newest', () => {
    test.each<[string, Partial<Facts>[], string]>([
      ['the highest term, whatever else speaks for another', [
        { host: A, term: 4, offset: 900, kept: 'aof', holder: A },
        { host: B, term: 5, data: 'empty', kept: 'rdb', holder: C },
      ], B],
      ['terms as numbers, not as words', [{ host: A, term: 9 }, { host: B, term: 10 }], B],
      ['terms of more than 32 bits', [{ host: A, term: 4294967297 }, { host: B, term: 4294967298 }], B],
      ['in one term, data before none', [{ host: A, data: 'empty', offset: 900 }, { host: B, data: 'full', offset: 1 }], B],
      ['in one term, the holder of an append-only file', [
        { host: A, term: 4, kept: 'aof', holder: C, offset: 900 },
        { host: C, term: 4, kept: 'aof', holder: C, offset: 1 },
      ], C],
      ['but not the holder of a snapshot, which may be old', [
        { host: A, term: 4, holder: C, offset: 900 },
        { host: C, term: 4, holder: C, offset: 1 },
      ], A],
      ['then the highest offset', [{ host: A, offset: 99 }, { host: B, offset: 100 }], B],
      ['offsets of more than 32 bits', [{ host: A, offset: 123456789012345 }, { host: B, offset: 123456789012346 }], B],
      ['then the first in the list', [{ host: C }, { host: B }, { host: A }], A],
      ['of those that are there', [{ host: C }, { host: B }], B],
    ])('%s', (_what, facts, expected) => {
      expect(choose('newest', facts)).toBe(expected);
      expect(choose('newest', [...facts].reverse())).toBe(expected);
    });

    test('passes over empty lines', () => {
      expect(evaluate(`newest "\n${factsLine({ host: B })}\n\n"`)).toBe(B);
    });

    test('nobody of none', () => {
      expect(choose('newest', [])).toBe('');
    });
  });

  describe('named_by_majority', () => {
    test.each<[string, string[], string]>([
      ['all agree', [B, B, B], B],
      ['two of three agree', [B, A, B], B],
      ['two of three agree and the third is silent', [B, B], B],
      ['one alone answers: it is no majority of three', [B], ''],
      ['one of each', [A, B, C], ''],
      ['two name nobody', ['-', '-', B], ''],
      ['all name nobody', ['-', '-', '-'], ''],
      ['nobody answers', [], ''],
    ])('%s', (_what, named, expected) => {
      expect(majority(named)).toBe(expected);
    });

    test.each<[string, string[], string]>([
      ['two of four are none', [B, B], ''],
      ['three of four are one', [B, B, B, A], B],
    ])('counts against all sentinels: %s', (_what, named, expected) => {
      pod.writeSetEnv({ SENTINEL_IDS: [...IDS, '4'.repeat(40)].join(' ') });
      expect(majority(named)).toBe(expected);
    });

    function majority(named: string[]): string {
      return evaluate(`named_by_majority '${named.map((name, i) => voteLine(`10.0.0.${i}`, IDS[0], name)).join('\n')}'`);
    }
  });

  describe('living_master', () => {
    const masters = [{ host: A, state: 'master', term: 9 }, { host: B, state: 'master', term: 10 }];

    test('the one of two that the sentinels name, though the other has newer data', () => {
      expect(choose('living_master', masters, '0', A)).toBe(A);
    });

    test('of two, the one with the highest term where the sentinels name neither', () => {
      expect(choose('living_master', masters, '0', C)).toBe(B);
      expect(choose('living_master', [...masters].reverse(), '0', "''")).toBe(B);
    });

    test.each([['older than ours', 11, ''], ['as new as ours', 10, B], ['newer than ours', 9, B]])('data that is %s', (_what, term, expected) => {
      expect(choose('living_master', [masters[1]], String(term), "''")).toBe(expected);
    });

    test.each(['replica', 'quarantined', 'loading', 'silent'])('none that is %s, though the sentinels name it', state => {
      expect(choose('living_master', [{ host: A, state, term: 9 }], '0', A)).toBe('');
    });

    test('nobody of none', () => {
      expect(choose('living_master', [], '0', A)).toBe('');
    });
  });

  describe('of replicas without a master', () => {
    test.each<[string, Partial<Facts>[], string[], string[]]>([
      ['the one with the highest offset', [{ host: A, offset: 999 }, { host: B, offset: 1000 }], [B], [`${A} 101`]],
      ['all with the highest offset', [{ host: A, offset: 7 }, { host: B, offset: 7 }, { host: C, offset: 6 }], [A, B], [`${C} 101`]],
      ['the one with the highest term, whatever its offset', [{ host: A, term: 9, offset: 50 }, { host: B, term: 10, offset: 5 }], [B], [`${A} 101`]],
      ['all in step', [{ host: A, offset: 7 }, { host: B, offset: 7 }], [A, B], []],
      ['one of which Sentinel knows by now that it is behind', [{ host: A, offset: 7 }, { host: B, offset: 6, priority: 101 }], [A], []],
      ['one behind that is none to promote', [{ host: A, offset: 7 }, { host: B, offset: 6, priority: 0 }], [A], []],
      ['one behind that leaves', [{ host: A, offset: 7 }, { host: B, offset: 6, priority: 200 }], [A], []],
      ['one that leaves, and one behind', [{ host: A, offset: 7, priority: 200 }, { host: B, offset: 6 }], [A], [`${B} 201`]],
      ['one that was none to promote so far', [{ host: A, offset: 7, priority: 0 }, { host: B, offset: 6 }], [A], [`${A} 100`, `${B} 101`]],
      ['one that was behind, and is ahead now', [{ host: A, offset: 7, priority: 101 }, { host: B, offset: 6 }], [A], [`${B} 102`]],
      ['two, of which only one leaves', [{ host: A, offset: 7 }, { host: B, offset: 7, priority: 200 }, { host: C, offset: 6 }], [A, B], [`${C} 101`]],
      ['one that was behind, when it is the only one', [{ host: A, offset: 7, priority: 101 }], [A], []],
      ['none', [], [], []],
    ])('%s', (_what, facts, furthest, priorities) => {
      for (const inThisOrder of [facts, [...facts].reverse()]) {
        expect(choose('furthest', inThisOrder).split('\n').sort()).toEqual(furthest.length ? furthest : ['']);
        expect(choose('priorities', inThisOrder).split('\n').sort()).toEqual(priorities.length ? priorities : ['']);
      }
    });
  });

  test('with_state: the lines of members in that state', () => {
    const facts = [{ host: A, state: 'replica' }, { host: B, state: 'master' }, { host: C, state: 'replica' }];
    expect(choose('with_state', facts, 'replica')).toBe(`${factsLine(facts[0])}\n${factsLine(facts[2])}`);
  });

  test('hosts_of: sorted pod names for a log line', () => {
    expect(choose('hosts_of', [{ host: C }, { host: A }])).toBe('shop-a-0 shop-c-0');
  });

  test.each([['', 0], ['\n', 0], ['a', 1], ['a\n\nb', 2], ['\na b\n', 1]])('lines_in %j: %d', (text, count) => {
    expect(evaluate(`lines_in '${text}'`)).toBe(String(count));
  });

  function choose(rule: string, facts: Partial<Facts>[], ...args: string[]): string {
    return evaluate(`${rule} '${facts.map(factsLine).join('\n')}' ${args.join(' ')}`);
  }

  function evaluate(commands: string): string {
    const { stdout, stderr } = pod.evaluate(['lib-ask.sh', 'lib-choose.sh'], commands);
    expect(stderr).toBe('');
    return stdout.trimEnd();
  }
});
