/**
 * start-sentinel.sh: Sentinel watches who really is the master, under an id that is its own alone.
 */
import { A, B, C, HANGS, IDS, member, NOAUTH, REFUSED, S1, S2, S3, sentinel, SENTINELS, Server } from './answers';
import { Change } from './mock-set';
import { Sandbox, SHELLS } from './sandbox';

/** What the mock set's end does to a script that goes on. */
const STILL_AT_WORK = 99;

const KEPT = [
  `sentinel myid ${IDS[2]}`,
  'port 26379',
  `sentinel monitor mymaster ${C} 6379 2`,
  'sentinel auth-pass mymaster "old"',
  'sentinel config-epoch mymaster 12',
  'sentinel leader-epoch mymaster 13',
  'sentinel current-epoch 13',
  `sentinel known-replica mymaster ${A} 6379`,
  `sentinel known-sentinel mymaster ${S2} 26379 ${IDS[1]}`,
  'sentinel sentinel-pass "old"',
  '',
].join('\n');

describe.each(Object.keys(SHELLS))('start-sentinel.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => {
    pod = new Sandbox({ shell, unpinned: 'password' });
    pod.awaitStart();
    pod.set.program('redis-sentinel', 'exec sleep 600');
    pod.set.endsAt(3);
    pod.set.is({ [B]: member({ role: 'master', term: 7, holder: B }), [S2]: sentinel({ id: IDS[1], names: B }), [S3]: sentinel({ id: IDS[2], names: B }) });
  });
  afterEach(async () => pod.remove());

  test('starts Sentinel on a copy that it may rewrite and only we can read', () => {
    expect(pod.run('start-sentinel.sh')).toMatchObject({ status: STILL_AT_WORK, log: [`start-sentinel.sh: watches shop-b-0 as sentinel ${IDS[0]}`], stderr: '' });

    expect(pod.recorded('starts')).toBe(`redis-sentinel ${pod.runDir}/sentinel.conf\n`);
    expect(pod.recorded('conf')!.trimEnd().split('\n')).toEqual([
      `sentinel myid ${IDS[0]}`,
      `sentinel monitor mymaster ${B} 6379 2`,
      '# shared sentinel.conf',
      `sentinel known-replica mymaster ${A} 6379`,
      `sentinel known-replica mymaster ${C} 6379`,
      'requirepass "hunter2"',
      'sentinel sentinel-pass "hunter2"',
      'sentinel auth-pass mymaster "hunter2"',
    ]);
    expect(pod.recorded('mode')).toBe('600\n');
  });

  test('changes nothing in the set', () => {
    pod.run('start-sentinel.sh');
    expect(pod.set.orders).toEqual([]);
  });

  describe('the master to watch is', () => {
    test.each<[string, Change, string]>([
      ['whom most sentinels name, though another one says that it is', { [S2]: names(C, 1), [S3]: names(C, 1) }, C],
      ['who says so, where the sentinels do not agree', { [S2]: names(A, 9), [S3]: names(C, 1) }, B],
      ['of two that say so the one with newer data', { [A]: member({ role: 'master', term: 8 }), [S2]: REFUSED, [S3]: REFUSED }, A],
      ['whom the sentinel that knows most names, where nobody says so', { [B]: REFUSED, [S2]: names(A, 9), [S3]: names(C, 10) }, C],
      ['whom one sentinel names, though replicas follow another one', {
        [B]: member({ role: 'replica', follows: C, link: 'down' }), [S2]: names(A), [S3]: REFUSED,
      }, A],
      ['whom the replica with the newest data follows, where no sentinel says anything', {
        [A]: member({ role: 'replica', follows: B, link: 'down', term: 7 }),
        [B]: member({ role: 'replica', follows: C, link: 'down', term: 10 }),
        [S2]: names(null),
        [S3]: NOAUTH,
      }, C],
    ])('%s', (_what, change, expected) => {
      pod.set.is(change);
      pod.run('start-sentinel.sh');
      expect(pod.recorded('conf')).toContain(`\nsentinel monitor mymaster ${expected} 6379 2\n`);
    });

    test('waited for, where nobody knows one: nobody waits for nobody', () => {
      pod.set.is({ [A]: member({ role: 'quarantined' }), [B]: member({ role: 'quarantined' }), [S2]: REFUSED, [S3]: names(null) });
      pod.set.after(65, { [C]: member({ role: 'master', term: 1, holder: C }) });
      pod.set.endsAt(70);
      const { log } = pod.run('start-sentinel.sh');
      expect(log).toEqual([
        ...Array(3).fill('start-sentinel.sh: waits for a master to watch: no sentinel and no member names one'),
        `start-sentinel.sh: watches shop-c-0 as sentinel ${IDS[0]}`,
      ]);
      expect(pod.recorded('conf')).toContain(`sentinel monitor mymaster ${C} 6379 2`);
    });

    test('no reason for the kubelet to look, while it is waited for', () => {
      pod.set.is({ [B]: REFUSED, [S2]: REFUSED, [S3]: REFUSED });
      pod.writeRun('sentinel.started');
      pod.run('start-sentinel.sh');
      expect([pod.recorded('starts'), pod.rendered]).toEqual([undefined, []]);
    });
  });

  test('the kubelet may look as soon as Sentinel runs', () => {
    pod.run('start-sentinel.sh');
    expect(pod.rendered).toEqual(expect.arrayContaining(['sentinel.started']));
  });

  describe('the id is', () => {
    test.each<[string, string, string[], Server, string]>([
      ['the first one for the first address', S1, [S1, S2, S3], REFUSED, IDS[0]],
      ['the second one for the second address', S2, [S1, S2, S3], REFUSED, IDS[1]],
      ['the third one for the third address', S3, [S1, S2, S3], REFUSED, IDS[2]],
      ['the first one again for the fourth address', '10.0.0.4', [S1, S2, S3, '10.0.0.4'], REFUSED, IDS[0]],
      ['chosen by the own address too, where the name does not tell it yet', S3, [S1, S2], REFUSED, IDS[2]],
      ['the next one where a sentinel has that one', '10.0.0.9', ['10.0.0.9', S2].sort(), sentinel({ id: IDS[1], names: B }), IDS[2]],
      ['the first one after the last', S3, [S1, S2, S3], sentinel({ id: IDS[2], names: B }), IDS[0]],
      ['the own one, whatever a sentinel of another set bears', S1, [S1, S2, S3], sentinel({ id: 'f'.repeat(40), names: B }), IDS[0]],
    ])('%s', (_what, me, addresses, other, expected) => {
      pod.env.POD_IP = me;
      pod.set.name(SENTINELS, addresses);
      pod.set.is({ [S1]: REFUSED, [S2]: REFUSED, [S3]: REFUSED });
      pod.set.is({ [addresses.find(address => address !== me)!]: other });
      pod.run('start-sentinel.sh');
      expect(pod.recorded('conf')).toContain(`sentinel myid ${expected}\n`);
    });

    test('the one that is left', () => {
      pod.env.POD_IP = S2;
      pod.set.is({ [S1]: sentinel({ id: IDS[2], names: B }), [S3]: sentinel({ id: IDS[1], names: B }) });
      pod.run('start-sentinel.sh');
      expect(pod.recorded('conf')).toContain(`sentinel myid ${IDS[0]}\n`);
    });

    test('waited for, where others use all', () => {
      pod.set.name(SENTINELS, [S1, S2, S3, '10.0.0.4']);
      pod.set.is({ '10.0.0.4': sentinel({ id: IDS[0], names: B }) });
      pod.set.after(5, { [S3]: REFUSED });
      pod.set.endsAt(8);
      const { log } = pod.run('start-sentinel.sh');
      expect(log).toEqual(['start-sentinel.sh: waits for an id: other sentinels use all of them', `start-sentinel.sh: watches shop-b-0 as sentinel ${IDS[2]}`]);
    });
  });

  describe('an id that another sentinel uses too', () => {
    test('is given up by the later address, for a free one', () => {
      pod.env.POD_IP = S3;
      pod.set.name(SENTINELS, [S1, S2, S3]);
      pod.set.is({ [S1]: REFUSED, [S2]: sentinel({ id: IDS[1], names: B }) });
      pod.set.after(2, { [S1]: sentinel({ id: IDS[2], names: B }) });
      pod.set.endsAt(6);
      const { log } = pod.run('start-sentinel.sh');
      expect(log).toEqual([
        `start-sentinel.sh: watches shop-b-0 as sentinel ${IDS[2]}`,
        `start-sentinel.sh: gives up its id ${IDS[2]}: another sentinel uses it`,
        `start-sentinel.sh: watches shop-b-0 as sentinel ${IDS[0]}`,
      ]);
      expect(pod.readRun('sentinel.conf')).toContain(`sentinel myid ${IDS[0]}\n`);
    });

    test('is kept by the earlier address', () => {
      pod.set.after(2, { [S2]: sentinel({ id: IDS[0], names: B }) });
      pod.set.endsAt(20);
      expect(pod.run('start-sentinel.sh').log).toEqual([`start-sentinel.sh: watches shop-b-0 as sentinel ${IDS[0]}`]);
    });

    test('is noticed later on as well', () => {
      pod.env.POD_IP = S2;
      pod.set.is({ [S1]: REFUSED });
      pod.set.after(31, { [S1]: sentinel({ id: IDS[1], names: B }) });
      pod.set.endsAt(37);
      expect(pod.run('start-sentinel.sh').log).toContain(`start-sentinel.sh: gives up its id ${IDS[1]}: another sentinel uses it`);
    });

    test('stops the Sentinel that bears it', () => {
      pod.env.POD_IP = S2;
      pod.set.is({ [S1]: sentinel({ id: IDS[2], names: B }), [S3]: REFUSED });
      pod.set.program('redis-sentinel', `trap 'echo $$ >>${pod.runDir}/ended; exit 0' TERM\nwhile :; do sleep 0.02; done`);
      pod.set.after(2, { [S1]: sentinel({ id: IDS[1], names: B }) });
      pod.set.endsAt(4);
      pod.run('start-sentinel.sh');
      expect(pod.readRun('ended')).toMatch(/^\d+\n$/);
    });
  });

  describe('a restart in place', () => {
    beforeEach(() => pod.writeRun('sentinel.conf', KEPT));

    test('goes on with what Sentinel has learned, whatever the others say', () => {
      const { log } = pod.run('start-sentinel.sh');
      expect(log).toEqual(['start-sentinel.sh: goes on with what it knew: shop-c-0 is the master']);
      const conf = pod.recorded('conf')!.trimEnd().split('\n');
      expect(conf.slice(0, 2)).toEqual([`sentinel myid ${IDS[2]}`, `sentinel monitor mymaster ${C} 6379 2`]);
      expect(conf.slice(-4)).toEqual([
        'sentinel config-epoch mymaster 12',
        'sentinel leader-epoch mymaster 13',
        'sentinel current-epoch 13',
        `sentinel known-sentinel mymaster ${S2} 26379 ${IDS[1]}`,
      ]);
    });

    test('renders settings and password anew, each once', () => {
      pod.run('start-sentinel.sh');
      expect(pod.recorded('conf')).toContain('# shared sentinel.conf\n');
      expect(pod.recorded('conf')).toContain('sentinel auth-pass mymaster "hunter2"\n');
      expect(pod.recorded('conf')).not.toContain('old');
      expect(pod.recorded('conf')!.match(/known-replica/g)).toHaveLength(2);
    });

    test('needs nobody for it', () => {
      pod.set.is({ [B]: HANGS, [S2]: REFUSED, [S3]: REFUSED });
      pod.set.endsAt(1);
      pod.run('start-sentinel.sh');
      expect(pod.recorded('conf')).toContain(`sentinel monitor mymaster ${C} 6379 2\n`);
    });

    test('does without epochs', () => {
      pod.writeRun('sentinel.conf', KEPT.split('\n').filter(line => !/epoch|known-sentinel/.test(line)).join('\n'));
      expect(pod.run('start-sentinel.sh').log).toEqual(['start-sentinel.sh: goes on with what it knew: shop-c-0 is the master']);
    });

    test.each([
      ['empty', ''],
      ['without a master', KEPT.replace('monitor mymaster', 'monitor other')],
      ['without an id', KEPT.replace(/^.*myid.*\n/, '')],
    ])('with a file that is %s, looks round like a new pod', (_what, conf) => {
      pod.writeRun('sentinel.conf', conf);
      expect(pod.run('start-sentinel.sh').log).toEqual([`start-sentinel.sh: watches shop-b-0 as sentinel ${IDS[0]}`]);
      expect(pod.recorded('conf')).toContain(`sentinel monitor mymaster ${B} 6379 2\n`);
    });
  });

  describe('ends', () => {
    test('with the exit code of Sentinel', () => {
      pod.set.program('redis-sentinel', 'exit 7');
      pod.set.endsAt(600);
      expect(pod.run('start-sentinel.sh').status).toBe(7);
    });

    test.each(['TERM', 'INT'])('with 0 after SIG%s', signal => {
      pod.set.program('redis-sentinel', `kill -${signal} $PPID; exec sleep 600`);
      pod.set.endsAt(600);
      expect(pod.run('start-sentinel.sh').status).toBe(0);
    });

    test('with 0 after SIGTERM while it waits for a master', () => {
      pod.set.is({ [B]: REFUSED, [S2]: REFUSED, [S3]: REFUSED });
      pod.set.after(5, {}, 'kill -TERM $$');
      pod.set.endsAt(600);
      expect(pod.run('start-sentinel.sh').status).toBe(0);
      expect(pod.set.seconds).toBeLessThan(10);
    });

    test('with 1 where the password cannot be one', () => {
      pod.writePassword('');
      const { status, stderr } = pod.run('start-sentinel.sh');
      expect({ status, starts: pod.recorded('starts'), rendered: pod.rendered }).toEqual({ status: 1, starts: undefined, rendered: [] });
      expect(stderr).toContain(`start-sentinel.sh: the password in ${pod.passwordFile} is empty\n`);
    });
  });

  test.each(['RUN_DIR', 'PASSWORD_FILE', 'POD_IP'])('names %s where it is missing or empty', variable => {
    for (const value of [undefined, '']) {
      pod.env[variable] = value;
      const { status, stderr } = pod.run('start-sentinel.sh');
      expect({ status, starts: pod.recorded('starts') }).toEqual({ status: 2, starts: undefined });
      expect(stderr).toContain(`${variable}: parameter not set or null`);
    }
  });
});

function names(host: string | null, epoch = 0): Server {
  return sentinel({ id: IDS[1], names: host, epoch });
}
