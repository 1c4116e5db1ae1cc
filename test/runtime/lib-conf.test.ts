/**
 * lib-conf.sh: what may not stand in a ConfigMap, as configuration files that only we can read.
 */
import { rmSync, statSync } from 'fs';
import { join } from 'path';
import { A, B, C, IDS } from './answers';
import { Sandbox, SHELLS } from './sandbox';

const LIBRARIES = ['lib-log.sh', 'lib-ask.sh', 'lib-data.sh', 'lib-term.sh', 'lib-conf.sh'];

/** What every member is told, so that nothing can go wrong with it before it knows its place. */
const QUARANTINE = [
  'replicaof 127.0.0.1 1',
  'replica-serve-stale-data no',
  'replica-priority 0',
  'min-replicas-to-write 1000',
];

describe.each(Object.keys(SHELLS))('lib-conf.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  describe('member_conf', () => {
    const common = ['include /etc/shared.conf', `replica-announce-ip ${A}`, 'requirepass "hunter2"', 'masterauth "hunter2"', ...QUARANTINE];

    test('without data: quarantined, its own name, the password', () => {
      expect(conf("''")).toEqual(common);
    });

    test('includes the shared file first, so that nothing in it ends the quarantine', () => {
      expect(conf("''")[0]).toBe('include /etc/shared.conf');
    });

    test('a snapshot is loaded, whatever the set wants', () => {
      expect(conf('rdb')).toEqual([...common, 'appendonly no']);
    });

    test('an append-only file is loaded, and says how far it reaches', () => {
      pod.writeData('member.state', 'set=default/shop\noffset=5000\naof_size=2\n');
      pod.writeData('appendonlydir/appendonly.aof.1.incr.aof', '12345');
      expect(conf('aof')).toEqual([...common, 'appendonly yes', 'syslog-ident aof-offset:5003']);
    });

    function conf(load: string): string[] {
      return lines(`member_conf /etc/shared.conf ${load}`);
    }
  });

  describe('sentinel_conf', () => {
    test('watches the master under its id, knows the other members, and has every password', () => {
      expect(lines(`sentinel_conf "\${RUN_DIR}/config/sentinel.conf" ${B} ${IDS[1]}`)).toEqual([
        `sentinel myid ${IDS[1]}`,
        `sentinel monitor mymaster ${B} 6379 2`,
        '# shared sentinel.conf',
        `sentinel known-replica mymaster ${A} 6379`,
        `sentinel known-replica mymaster ${C} 6379`,
        'requirepass "hunter2"',
        'sentinel sentinel-pass "hunter2"',
        'sentinel auth-pass mymaster "hunter2"',
      ]);
    });

    test('fails without the shared file', () => {
      expect(evaluate(`sentinel_conf /missing ${B} ${IDS[1]}`).status).toBe(1);
    });
  });

  describe('quoted_password', () => {
    test('the pinned password, in double quotes', () => {
      pod.writePassword('changed');
      expect(evaluate('quoted_password').stdout).toBe('"hunter2"\n');
    });

    test('keeps every byte but NUL and the line break', () => {
      const bytes = Buffer.from(Array.from({ length: 255 }, (_, i) => i + 1).filter(byte => byte !== 0x0a));
      pod.writeRun('password', bytes);
      evaluate('quoted_password >"${RUN_DIR}/quoted"');
      expect(pod.readRun('quoted')).toBe(`"${bytes.toString('latin1').replace(/[\\"]/g, '\\$&')}"\n`);
    });
  });

  describe('pin_password', () => {
    beforeEach(() => rmSync(join(pod.runDir, 'password')));

    test('keeps a copy that only we can read', () => {
      expect(evaluate('umask 022; pin_password')).toMatchObject({ status: 0, stdout: '', stderr: '' });
      expect(pod.readRun('password')).toBe('hunter2');
      expect(statSync(join(pod.runDir, 'password')).mode % 0o1000 % 0o100).toBe(0);
      expect(pod.rendered).toEqual([]);
    });

    test('a password that changes under the pod is not taken up', () => {
      evaluate('pin_password');
      pod.writePassword('changed');
      evaluate('pin_password');
      expect(pod.readRun('password')).toBe('hunter2');
    });

    test('nor looked at', () => {
      evaluate('pin_password');
      rmSync(pod.passwordFile);
      expect(evaluate('pin_password')).toMatchObject({ status: 0, stderr: '' });
    });

    test.each([
      ['an empty file', '', 'is empty'],
      ['a line break at the end', 'hunter2\n', 'ends with a line break: make the Secret from printf %s, which adds none'],
      ['a line break and a carriage return at the end', 'hunter2\r\n', 'ends with a line break'],
      ['a line break in the middle', 'hunter2\nhunter3', 'has a line break'],
      ['a line break at the start', '\nhunter2', 'has a line break'],
      ['nothing but a line break', '\n', 'ends with a line break'],
      ['several lines', 'hunter2\nhunter3\n', 'has a line break'],
      ['a NUL, which redis cannot be told', 'hunter2\0hunter3', 'has a NUL byte, which redis cannot be told'],
    ])('refuses %s', (_what, password, message) => {
      pod.writePassword(password);
      expectRefusal(`the password in ${pod.passwordFile} ${message}`);
    });

    test('refuses where the file is missing', () => {
      rmSync(pod.passwordFile);
      expectRefusal(`cannot read the password in ${pod.passwordFile}: is the Secret there, with the right key?`);
    });

    function expectRefusal(message: string): void {
      const { status, stdout, stderr } = evaluate('pin_password; echo goes on');
      expect({ status, stdout, pinned: pod.readRun('password') }).toEqual({ status: 1, stdout: '', pinned: undefined });
      expect(stderr).toContain(`test.sh: ${message}`);
      // The reason alone.
      expect(stderr.trimEnd()).not.toContain('\n');
      expect(stderr).not.toContain('hunter');
    }
  });

  describe('write_private', () => {
    test('the output, as a file that only we can read', () => {
      expect(evaluate('umask 022; write_private "${RUN_DIR}/file" echo one two')).toMatchObject({ status: 0, stdout: '', stderr: '' });
      expect(pod.readRun('file')).toBe('one two\n');
      expect(statSync(join(pod.runDir, 'file')).mode % 0o1000).toBe(0o600);
      expect(pod.rendered).toEqual(['file']);
    });

    test('a command that fails leaves the file as it was, and ends the script', () => {
      pod.writeRun('file', 'old');
      expect(evaluate('fails() { echo half; return 1; }; write_private "${RUN_DIR}/file" fails; echo goes on')).toMatchObject({ status: 1, stdout: '' });
      expect([pod.readRun('file'), pod.rendered]).toEqual(['old', ['file']]);
    });

    test('a full disk leaves no half of the file, and ends the script', () => {
      const { status, stdout, stderr } = evaluate('mount -t tmpfs -o size=4k none "${DATA_DIR}"; echo old >"${DATA_DIR}/file"\n'
        + 'trap \'cat "${DATA_DIR}/file"\' EXIT\nwrite_private "${DATA_DIR}/file" echo new; echo goes on');
      expect({ status, stdout }).toEqual({ status: 1, stdout: 'old\n' });
      expect(stderr).toContain(`test.sh: cannot write ${pod.dataDir}/file.new\n`);
    });
  });

  function lines(commands: string): string[] {
    const { status, stdout, stderr } = evaluate(commands);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.split('\n').slice(0, -1);
  }

  function evaluate(commands: string) {
    return pod.evaluate(LIBRARIES, commands);
  }
});
