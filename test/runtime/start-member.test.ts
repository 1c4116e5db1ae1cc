/**
 * start-member.sh: Redis on this pod's data, quarantined, with the watch beside it.
 */
import { rmSync } from 'fs';
import { A, B, C } from './answers';
import { Outcome, Sandbox, SHELLS } from './sandbox';

describe.each(Object.keys(SHELLS))('start-member.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => {
    pod = new Sandbox({ shell, unpinned: 'password' });
    pod.writeConf('watch-member.sh', `echo "$\{0##*/} $#" >>${pod.runDir}/watched; exec sleep 60`);
  });
  afterEach(async () => pod.remove());

  test('starts Redis on a file that includes the shared one and quarantines it', () => {
    expect(pod.run('start-member.sh')).toMatchObject({ status: 0, stderr: '' });

    expect(pod.recorded('starts')).toBe(`redis-server ${pod.runDir}/redis.conf\n`);
    expect(pod.recorded('conf')).toBe([
      `include ${pod.runDir}/config/redis.conf`,
      `replica-announce-ip ${A}`,
      'requirepass "hunter2"',
      'masterauth "hunter2"',
      'replicaof 127.0.0.1 1',
      'replica-serve-stale-data no',
      'replica-priority 0',
      'min-replicas-to-write 1000',
      '',
    ].join('\n'));
    expect(pod.recorded('mode')).toBe('600\n');
  });

  test.each([
    ['nothing', [], 'no data', undefined],
    ['a snapshot', ['dump.rdb'], 'rdb data', 'appendonly no\n'],
    ['an append-only file', ['dump.rdb', 'appendonlydir/appendonly.aof.manifest'], 'aof data', 'appendonly yes\nsyslog-ident aof-offset:0\n'],
  ])('loads %s, whatever the configuration wants', (_what, files, logged, conf) => {
    files.forEach(file => pod.writeData(file));
    expect(pod.run('start-member.sh').log[0]).toBe(`start-member.sh: starts quarantined, with ${logged} on the disk`);
    if (conf) expect(pod.recorded('conf')).toMatch(new RegExp(`\n${conf}$`));
    else expect(pod.recorded('conf')).not.toContain('appendonly');
  });

  test('refuses to be a stranger to the set', () => {
    pod.env.MEMBER_HOST = 'shop-a-1.shop-a.default.svc.cluster.local';
    expectRefusal(`refuses to start: ${pod.env.MEMBER_HOST} is none of the set's members, which are ${A} ${B} ${C}; has somebody scaled the StatefulSet?`);
  });

  test('is a stranger with half of a name', () => {
    pod.env.MEMBER_HOST = A.slice(0, -1);
    expectRefusal('refuses to start');
  });

  test('refuses another set\'s folder', () => {
    pod.writeData('member.state', 'set=other/shop\n');
    expectRefusal(`refuses to start: ${pod.dataDir} holds data of the set other/shop, this is default/shop`);
  });

  test('refuses a password that Redis could not be told', () => {
    pod.writePassword('hunter2\n');
    expectRefusal(`the password in ${pod.passwordFile} ends with a line break`);
  });

  test('a full disk leaves no half of the file', () => {
    const { status, stdout, stderr } = pod.runWithMounts(
      `mount --bind ${pod.configDir} ${pod.dataDir}; mount -t tmpfs -o size=8k none ${pod.runDir}; ln -s ${pod.dataDir} ${pod.runDir}/config; `
        + `echo -n hunter2 >${pod.runDir}/password; head -c 9000 /dev/zero 2>/dev/null >${pod.runDir}/full`,
      'start-member.sh',
      `[ -e ${pod.runDir}/redis.conf ] || echo absent`,
    );
    expect({ status, starts: pod.recorded('starts') }).toEqual({ status: 1, starts: undefined });
    expect(stdout).toContain('absent\n');
    expect(stderr).toContain(`start-member.sh: cannot write ${pod.runDir}/redis.conf.new\n`);
  });

  test('a restart in place keeps the password that the pod was made with', () => {
    pod.run('start-member.sh');
    pod.writePassword('changed');
    pod.run('start-member.sh');
    expect(pod.recorded('conf')).toContain('requirepass "hunter2"\n');
  });

  test('starts the watch, with the configuration that the pod has pinned', () => {
    pod.set.program('redis-server', `while [ ! -e ${pod.runDir}/watched ]; do sleep 0.05; done`);
    expect(pod.run('start-member.sh').status).toBe(0);
    expect(pod.readRun('watched')).toBe('watch-member.sh 0\n');
  });

  test('a watch that ends begins anew', () => {
    pod.writeConf('watch-member.sh', `echo again >>${pod.runDir}/watched; exit 1`);
    pod.set.program('redis-server', `until [ "$(grep -c again ${pod.runDir}/watched)" -ge 3 ]; do sleep 0.05; done 2>/dev/null`);
    const { status, log } = pod.run('start-member.sh');
    expect(status).toBe(0);
    expect(log).toContain('start-member.sh: the watch has ended, it begins anew');
    expect(pod.set.seconds).toBeGreaterThanOrEqual(2);
  });

  test.each(['leaving', 'become-master'])('a restart in place forgets that it was %s', mark => {
    pod.writeRun(mark);
    pod.set.program('redis-server', `while [ ! -e ${pod.runDir}/watched ]; do sleep 0.05; done`);
    pod.run('start-member.sh');
    expect(pod.rendered).not.toContain(mark);
  });

  test('ends with the exit code of Redis', () => {
    pod.set.program('redis-server', 'sleep 0.2; exit 7');
    expect(pod.run('start-member.sh').status).toBe(7);
  });

  test.each(['TERM', 'INT'])('passes SIG%s on as SIGTERM, and waits until Redis has written its data', signal => {
    pod.set.program('redis-server', [
      `trap 'sleep 0.3; echo saved >${pod.dataDir}/dump.rdb; exit 5' TERM`,
      `while [ ! -e ${pod.runDir}/watched ]; do sleep 0.05; done`,
      `kill -${signal} $PPID`,
      'while :; do sleep 0.05; done',
    ].join('\n'));
    expect(pod.run('start-member.sh').status).toBe(5);
    expect(pod.readData('dump.rdb')).toBe('saved\n');
  });

  test('a second signal does not end the wait either', () => {
    pod.set.program('redis-server', [
      `trap 'kill -TERM $PPID; trap : TERM; sleep 0.3; echo saved >${pod.dataDir}/dump.rdb; exit 0' TERM`,
      `while [ ! -e ${pod.runDir}/watched ]; do sleep 0.05; done`,
      'kill -TERM $PPID',
      'while :; do sleep 0.05; done',
    ].join('\n'));
    expect(pod.run('start-member.sh').status).toBe(0);
    expect(pod.readData('dump.rdb')).toBe('saved\n');
  });

  test.each(['RUN_DIR', 'PASSWORD_FILE', 'DATA_DIR', 'MEMBER_HOST'])('names %s where it is missing or empty', variable => {
    for (const value of [undefined, '']) {
      pod.env[variable] = value;
      const { status, stderr } = pod.run('start-member.sh');
      expect({ status, starts: pod.recorded('starts') }).toEqual({ status: 2, starts: undefined });
      expect(stderr).toContain(`${variable}: parameter not set or null`);
    }
  });

  test('does not start without its libraries', () => {
    rmSync(`${pod.configDir}/lib-conf.sh`);
    expect(pod.run('start-member.sh').status).not.toBe(0);
    expect(pod.recorded('starts')).toBeUndefined();
  });

  function expectRefusal(reason: string): Outcome {
    const outcome = pod.run('start-member.sh');
    expect({ status: outcome.status, starts: pod.recorded('starts'), rendered: pod.rendered }).toEqual({ status: 1, starts: undefined, rendered: [] });
    expect(outcome.stderr).toContain(`start-member.sh: ${reason}`);
    return outcome;
  }
});
