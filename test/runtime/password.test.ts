/**
 * The password on its way through run.sh: every byte survives, nobody sees it, and what cannot be a password is refused.
 */
import { rmSync } from 'fs';
import { Sandbox, SHELLS } from './sandbox';

const ROLES = ['master', 'replica', 'sentinel'];

describe.each(Object.keys(SHELLS))('the password under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  test('keeps every byte but NUL and the line break', () => {
    const bytes = Buffer.from(Array.from({ length: 255 }, (_, i) => i + 1).filter(byte => byte !== 0x0a));
    pod.writePassword(bytes);
    pod.run('run.sh', 'master');

    const escaped = bytes.toString('latin1').replace(/[\\"]/g, '\\$&');
    expect(pod.recorded('conf')).toContain(`requirepass "${escaped}"\nmasterauth "${escaped}"\n`);
  });

  test.each(ROLES)('is seen in no output, argument list or environment of role %s', role => {
    pod.writePassword('hunter2 "$x" \\ `y`');

    const { stdout, stderr } = pod.run('run.sh', role);

    expect(pod.recorded('conf')).toContain('hunter2');
    for (const seen of [stdout, stderr, pod.recorded('arguments'), pod.recorded('cmdline'), pod.recorded('environment')]) {
      expect(seen).toBeDefined();
      expect(seen).not.toContain('hunter2');
    }
  });

  test.each([
    ['an empty file', '', 'is empty'],
    ['a line break at the end', 'hunter2\n', 'ends with a line break: create the Secret with --from-literal, or printf into a file'],
    ['a line break and a carriage return at the end', 'hunter2\r\n', 'ends with a line break'],
    ['a line break in the middle', 'hunter2\nhunter3', 'has a line break'],
    ['a line break at the start', '\nhunter2', 'has a line break'],
    ['nothing but a line break', '\n', 'ends with a line break'],
    ['several lines', 'hunter2\nhunter3\n', 'has a line break'],
  ])('is refused where it is %s', (_what, password, message) => {
    pod.writePassword(password);
    for (const role of ROLES) {
      expectRefusal(role, `run.sh: the password in ${pod.passwordFile} ${message}`);
    }
  });

  test('is refused where its file is missing', () => {
    rmSync(pod.passwordFile);
    for (const role of ROLES) {
      expectRefusal(role, `run.sh: cannot read the password in ${pod.passwordFile}: is the Secret there, with the right key?`);
    }
  });

  test('is refused where it holds a NUL, which redis cannot be told', () => {
    pod.writePassword('hunter2\0hunter3');
    for (const role of ROLES) {
      expectRefusal(role, `run.sh: the password in ${pod.passwordFile} has a NUL byte, which redis cannot be told`);
    }
  });

  function expectRefusal(role: string, message: string): void {
    const { status, stdout, stderr } = pod.run('run.sh', role);
    expect({ status, program: pod.recorded('program'), rendered: pod.rendered }).toEqual({ status: 1, program: undefined, rendered: [] });
    expect(stderr).toContain(message);
    // One line, and the one that every start prints.
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(stdout).toBe(`run.sh: starts as ${role}\n`);
    expect(stderr).not.toContain('hunter');
  }
});

describe('the password among the programs that run.sh starts', () => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ recordApplets: true }); });
  afterEach(async () => pod.remove());

  test.each(ROLES)('is no argument of any of them for role %s', role => {
    pod.writePassword('hunter2 "$x" \\ `y`');

    pod.run('run.sh', role);

    expect(pod.recorded('conf')).toContain('hunter2');
    expect(pod.recorded('commands')).toMatch(/^sed /m);
    expect(pod.recorded('commands')).not.toContain('hunter2');
  });
});
