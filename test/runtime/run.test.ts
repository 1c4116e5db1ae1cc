/**
 * run.sh: which role starts which program on which file, and what it takes over and keeps.
 */
import { rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Sandbox, SHELLS } from './sandbox';

describe.each(Object.keys(SHELLS))('run.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  test.each([
    [['master'], 'redis-server', 'redis-master.conf'],
    [['replica'], 'redis-server', 'redis.conf'],
    [[], 'redis-server', 'redis.conf'],
  ])('role %j starts %s on a file that includes %s', (role, program, shared) => {
    expect(pod.run('run.sh', ...role)).toMatchObject({ status: 0, stderr: '' });

    expect(pod.recorded('program')).toBe(program);
    expect(pod.recorded('arguments')).toBe(`${pod.runDir}/redis.conf\n`);
    expect(pod.recorded('conf')).toBe([
      `include ${pod.configDir}/${shared}`,
      'replica-announce-ip shop-a-0.shop-a.default.svc.cluster.local',
      'requirepass "hunter2"',
      'masterauth "hunter2"',
      '',
    ].join('\n'));
  });

  test('role sentinel starts redis-sentinel on a copy that it may rewrite', () => {
    expect(pod.run('run.sh', 'sentinel')).toMatchObject({ status: 0, stderr: '' });

    expect(pod.recorded('program')).toBe('redis-sentinel');
    expect(pod.recorded('arguments')).toBe(`${pod.runDir}/sentinel.conf\n`);
    expect(pod.recorded('conf')).toBe([
      '# shared sentinel.conf',
      'requirepass "hunter2"',
      'sentinel sentinel-pass "hunter2"',
      'sentinel auth-pass mymaster "hunter2"',
      '',
    ].join('\n'));
  });

  test.each(['master', 'sentinel'])('redis takes over the process of role %s, so that it gets the signals', role => {
    const { pid } = pod.run('run.sh', role);
    expect(pod.recorded('pid')).toBe(String(pid));
  });

  test.each(['master', 'sentinel'])('only we can read the rendered file of role %s', role => {
    pod.run('run.sh', role);
    expect(pod.recorded('mode')).toBe('600\n');
  });

  test.each([[['master'], 'master'], [['sentinel'], 'sentinel'], [[], 'replica']])('role %j is logged as %s', (role, logged) => {
    expect(pod.run('run.sh', ...role).stdout).toContain(`run.sh: starts as ${logged}\n`);
  });

  test('a sentinel that restarts in place goes on with what it has learned', () => {
    writeFileSync(join(pod.runDir, 'sentinel.conf'), 'sentinel myid 1234\n');

    expect(pod.run('run.sh', 'sentinel').stdout).toContain('goes on with the configuration that it has written before');

    expect(pod.recorded('conf')).toBe('sentinel myid 1234\n');
  });

  test('a sentinel whose file is empty writes a new one', () => {
    writeFileSync(join(pod.runDir, 'sentinel.conf'), '');
    pod.run('run.sh', 'sentinel');
    expect(pod.recorded('conf')).toContain('# shared sentinel.conf');
  });

  test('a member that restarts in place takes the password of today', () => {
    pod.run('run.sh', 'replica');
    pod.writePassword('changed');
    pod.run('run.sh', 'replica');
    expect(pod.recorded('conf')).toContain('requirepass "changed"');
  });

  test('a sentinel without its shared file does not start: it would watch nothing and look healthy', () => {
    rmSync(join(pod.configDir, 'sentinel.conf'));

    const { status, stderr } = pod.run('run.sh', 'sentinel');

    expect({ status, program: pod.recorded('program'), rendered: pod.rendered }).toEqual({ status: 1, program: undefined, rendered: [] });
    expect(stderr).toContain('sentinel.conf');
  });

  test.each(['redis.conf', 'sentinel.conf'])('a full disk leaves no half of %s', file => {
    pod.env.ROLE = file === 'redis.conf' ? 'replica' : 'sentinel';

    const { status, stdout, stderr } = pod.runWithMounts(
      `mount -t tmpfs -o size=4k none ${pod.runDir}; head -c 4096 /dev/zero >${pod.runDir}/full; set -- "$@" $ROLE`,
      'run.sh',
      `[ ! -e ${pod.runDir}/${file} ] && echo absent`,
    );

    expect({ status, program: pod.recorded('program') }).toEqual({ status: 1, program: undefined });
    expect(stdout).toContain('absent\n');
    expect(stderr).toContain(`run.sh: cannot write ${pod.runDir}/${file}.new\n`);
  });

  test.each([
    ['CONFIG_DIR', 'master'],
    ['RUN_DIR', 'master'],
    ['PASSWORD_FILE', 'sentinel'],
    ['MEMBER_HOST', 'replica'],
    ['DATA_DIR', 'master'],
    ['MASTER_NAME', 'sentinel'],
  ])('names %s where it is missing or empty', (variable, role) => {
    for (const value of [undefined, '']) {
      pod.env[variable] = value;
      const { status, stderr } = pod.run('run.sh', role);
      expect({ status, program: pod.recorded('program') }).toEqual({ status: 2, program: undefined });
      expect(stderr).toContain(`${variable}: parameter not set or null`);
    }
  });

  test('ends with the exit code of redis', () => {
    const mock = join(pod.env.PATH!, 'redis-server');
    rmSync(mock);
    writeFileSync(mock, '#!/bin/sh\nexit 7\n', { mode: 0o755 });
    expect(pod.run('run.sh', 'master').status).toBe(7);
  });
});

