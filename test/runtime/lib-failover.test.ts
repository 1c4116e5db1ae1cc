/**
 * lib-failover.sh: one failover, asked of one sentinel that can carry it out.
 */
import { A, B, C, error, HANGS, IDS, NOAUTH, REFUSED, S1, S2, S3, sentinel, SentinelReplica, Server } from './answers';
import { Facts, factsLine, voteLine } from './facts';
import { Sandbox, SHELLS } from './sandbox';

const RUN = 'f'.repeat(40);

/** The members' own word on which process they are. */
const FACTS: Partial<Facts>[] = [{ host: A, state: 'master', run: RUN }, { host: B, state: 'replica', run: RUN }, { host: C, state: 'replica', run: RUN }];

describe.each(Object.keys(SHELLS))('lib-failover.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  describe('candidates', () => {
    test.each<[string, SentinelReplica[], string[]]>([
      ['every good replica', [{ host: B }, { host: C }], [B, C]],
      ['none of priority 0', [{ host: B, priority: 0 }, { host: C, priority: 1 }], [C]],
      ['those that are preferred to the others', [{ host: B, priority: 101 }, { host: C, priority: 100 }], [C]],
      ['by number, in whatever order', [{ host: B, priority: 99 }, { host: C, priority: 100 }], [B]],
      ['one that leaves, rather than none', [{ host: B, priority: 200 }], [B]],
      ['none that is down', [{ host: B, flags: 's_down,slave' }, { host: C }], [C]],
      ['none that is disconnected', [{ host: B, flags: 'slave,disconnected' }, { host: C }], [C]],
      ['nobody while one is taken for good whose process is another by now', [{ host: B }, { host: C, run: '0'.repeat(40) }], []],
      ['nobody while one is taken for good of which nothing is known', [{ host: B }, { host: C, run: '' }], []],
      ['nobody while one is taken for good that has not answered for two seconds', [{ host: B }, { host: C, heard: 2000 }], []],
      ['the others where a stranger could not be chosen anyway', [{ host: B }, { host: C, run: '0'.repeat(40), priority: 0 }], [B]],
      ['none without replicas', [], []],
    ])('%s', (_what, replicas, expected) => {
      pod.set.is({ [S2]: sentinel({ replicas }) });
      expect(candidates()).toEqual(expected);
    });

    test.each<[string, Server]>([
      ['does not answer', REFUSED],
      ['wants another password', NOAUTH],
      ['watches no master', sentinel({ names: null })],
      ['does nothing because its clock has jumped', sentinel({ replicas: [{ host: B }, { host: C }], tilt: true })],
    ])('none where the sentinel %s', (_what, server) => {
      pod.set.is({ [S2]: server });
      expect(candidates()).toEqual([]);
    });

    function candidates(): string[] {
      return evaluate(`candidates ${S2} '${FACTS.map(factsLine).join('\n')}'`).stdout.split('\n').filter(line => line !== '');
    }
  });

  describe('sentinel_ready', () => {
    const able = (epoch: number) => sentinel({ epoch, replicas: [{ host: B }] });
    beforeEach(() => pod.set.is({ [S1]: able(0), [S2]: able(0), [S3]: able(0) }));

    test.each<[string, string[], string]>([
      ['the first one that names the master', [voteLine(S1, IDS[0], B), voteLine(S3, IDS[2], A), voteLine(S2, IDS[1], A)], S2],
      ['rather the one that knows most', [voteLine(S1, IDS[0], A, 9), voteLine(S2, IDS[1], A, 10), voteLine(S3, IDS[2], A, 2)], S2],
      ['none where none names it', [voteLine(S1, IDS[0], B), voteLine(S2, IDS[1])], ''],
      ['none without votes', [], ''],
      ['none while a failover is in progress, whoever leads it', [
        voteLine(S1, IDS[0], A), voteLine(S2, IDS[1], B, 0, 'master,failover_in_progress'),
      ], ''],
    ])('%s', (_what, votes, expected) => {
      expect(ready(votes)).toBe(expected);
    });

    test('the next one where the first knows no candidate', () => {
      pod.set.is({ [S1]: sentinel({ replicas: [{ host: B, flags: 's_down,slave' }] }) });
      expect(ready([voteLine(S1, IDS[0], A), voteLine(S2, IDS[1], A)])).toBe(S2);
    });

    test.each<[string, string[], string]>([['it would be one of the heirs', [C, B], S1], ['the other one could be chosen too', [B], S2], ['none', [C], '']])(
      'where %s', (_what, heirs, expected) => {
        pod.set.is({ [S1]: sentinel({ replicas: [{ host: B }, { host: C }] }) });
        pod.set.is({ [S2]: sentinel({ replicas: [{ host: B }, { host: C, priority: 101 }] }) });
        expect(ready([voteLine(S1, IDS[0], A), voteLine(S2, IDS[1], A)], heirs)).toBe(expected);
      });

    test('asks, and orders nothing', () => {
      ready([voteLine(S1, IDS[0], A)]);
      expect(pod.set.orders).toEqual([]);
    });

    function ready(votes: string[], heirs: string[] = []): string {
      return evaluate(`sentinel_ready '${votes.join('\n')}' ${A} '${FACTS.map(factsLine).join('\n')}' '${heirs.join('\n')}'`).stdout.trimEnd();
    }
  });

  describe('fail_over', () => {
    test.each([
      ['OK', 'OK\n', 'sentinel 10.0.0.2 begins a failover'],
      ['that one is in progress', error('INPROG Failover already in progress'), 'sentinel 10.0.0.2 has a failover in progress already'],
    ])('succeeds where the answer is %s', (_what, failover, line) => {
      pod.set.is({ [S1]: sentinel({}), [S2]: sentinel({ failover }), [S3]: sentinel({}) });
      expect(failOver()).toEqual({ status: 0, log: [`test.sh: ${line}`] });
      expectOneOrder();
    });

    test.each([
      ['that there is no good replica', error('NOGOODSLAVE No suitable replica to promote'), 'sentinel 10.0.0.2 knows no replica that could take over'],
      ['an error', error('ERR No such master with that name'), 'sentinel 10.0.0.2 does not begin a failover: ERR No such master with that name'],
    ])('fails where the answer is %s', (_what, failover, line) => {
      pod.set.is({ [S1]: sentinel({}), [S2]: sentinel({ failover }), [S3]: sentinel({}) });
      expect(failOver()).toEqual({ status: 1, log: [`test.sh: ${line}`] });
      expectOneOrder();
    });

    test.each<[string, Server]>([['hangs', HANGS], ['is gone', REFUSED]])('fails where the sentinel %s, and asks no other one', (_what, server) => {
      pod.set.is({ [S1]: sentinel({}), [S2]: server, [S3]: sentinel({}) });
      expect(failOver()).toEqual({ status: 1, log: ['test.sh: sentinel 10.0.0.2 does not begin a failover: no answer'] });
      expect(pod.set.arguments).toEqual([`-h ${S2} -p 26379`]);
    });

    function failOver(): object {
      const { status, log } = evaluate(`fail_over ${S2}`);
      return { status, log };
    }

    function expectOneOrder(): void {
      expect(pod.set.sent).toEqual([`${S2} SENTINEL FAILOVER mymaster`]);
    }
  });

  describe('look_anew', () => {
    const LOOKS = ['SENTINEL DEBUG INFO-PERIOD 1000', 'SENTINEL DEBUG INFO-PERIOD 10000'];

    test('has every sentinel ask more often for a moment, whomever it names', () => {
      pod.set.is({ [S1]: sentinel({}), [S2]: sentinel({}), [S3]: sentinel({}) });
      lookAnew([voteLine(S1, IDS[0], A), voteLine(S3, IDS[2], B)]);
      for (const address of [S1, S3]) expect(sentTo(address)).toEqual(LOOKS);
      expect(sentTo(S2)).toEqual([]);
      expect(pod.set.seconds).toBeGreaterThan(0.2);
    });

    test.each<[string, Server]>([['hangs', HANGS], ['is gone', REFUSED], ['wants another password', NOAUTH]])(
      'is no worse off where one %s', (_what, server) => {
        pod.set.is({ [S1]: server, [S2]: sentinel({}) });
        lookAnew([voteLine(S1, IDS[0], A), voteLine(S2, IDS[1], A)]);
        expect(sentTo(S2)).toEqual(LOOKS);
      });

    test('does nothing where no sentinel answers', () => {
      lookAnew([]);
      expect(pod.set.sent).toEqual([]);
    });

    function lookAnew(votes: string[]): void {
      expect(evaluate(`look_anew '${votes.join('\n')}'`)).toMatchObject({ status: 0, stdout: '' });
    }

    function sentTo(address: string): string[] {
      return pod.set.sent.filter(line => line.startsWith(`${address} `)).map(line => line.replace(`${address} `, ''));
    }
  });

  function evaluate(commands: string) {
    const outcome = pod.evaluate(['lib-log.sh', 'lib-ask.sh', 'lib-failover.sh'], commands);
    expect(outcome.stderr).toBe('');
    return outcome;
  }
});
