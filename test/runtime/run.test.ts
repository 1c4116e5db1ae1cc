/**
 * run.sh: which role starts which script, on the configuration that the pod was made with.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'fs';
import { join } from 'path';
import { Sandbox, SHELLS } from './sandbox';

describe.each(Object.keys(SHELLS))('run.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => {
    pod = new Sandbox({ shell, unpinned: 'everything' });
    pod.writeConf('start-member.sh', 'echo "the member in process $$ of $PPID, $# arguments"; exit 7');
    pod.writeConf('start-sentinel.sh', 'echo "the sentinel"; exit 8');
  });
  afterEach(async () => pod.remove());

  test('starts a member, and ends with its exit code', () => {
    expect(pod.run('run.sh', 'member')).toMatchObject({ status: 7, stdout: expect.stringMatching(/^the member in .* 0 arguments\n$/), stderr: '' });
  });

  test('starts a sentinel, and ends with its exit code', () => {
    expect(pod.run('run.sh', 'sentinel')).toMatchObject({ status: 8, stdout: 'the sentinel\n', stderr: '' });
  });

  test('hands its process over, so that the script gets the signals', () => {
    // The sandbox's process 1 has started run.sh itself.
    expect(pod.run('run.sh', 'member').stdout).toMatch(/ of 1, /);
  });

  test('starts what it has pinned, not what is mounted', () => {
    pod.writeConf('start-member.sh', 'echo "$0"');
    expect(pod.run('run.sh', 'member').stdout).toBe(`${pod.runDir}/config/start-member.sh\n`);
  });

  test('what Redis and Sentinel write from then on, the password in it, only we can read', () => {
    pod.writeConf('start-member.sh', `umask; echo secret >${pod.runDir}/rewritten`);
    expect(pod.run('run.sh', 'member').stdout).toBe('0077\n');
    expect(statSync(join(pod.runDir, 'rewritten')).mode % 0o1000).toBe(0o600);
  });

  test('pins every file of the configuration', () => {
    pod.run('run.sh', 'member');
    expect(readdirSync(join(pod.runDir, 'config'))).toEqual(readdirSync(pod.configDir));
    expect(pod.readRun('config/redis.conf')).toBe('# shared redis.conf\n');
    expect(pod.rendered).toEqual([]);
  });

  test('the names of pods that start together get three seconds to appear, once in the life of a pod', () => {
    pod.run('run.sh', 'member');
    expect(pod.set.seconds).toBe(3);
    pod.run('run.sh', 'member');
    expect(pod.set.seconds).toBe(3);
  });

  test('a changed ConfigMap does not reach a restart in the same pod', () => {
    pod.run('run.sh', 'member');
    pod.writeConf('redis.conf', '# changed\n');
    pod.writeConf('start-member.sh', 'echo changed');
    pod.writeConf('lib-new.sh', '');

    expect(pod.run('run.sh', 'member').stdout).toContain('the member');

    expect(pod.readRun('config/redis.conf')).toBe('# shared redis.conf\n');
    expect(pod.readRun('config/lib-new.sh')).toBeUndefined();
  });

  test('a copy that was cut short is begun anew', () => {
    mkdirSync(join(pod.runDir, 'config.new'));
    pod.writeRun('config.new/left-over', '');

    pod.run('run.sh', 'member');

    expect(readdirSync(join(pod.runDir, 'config'))).toEqual(readdirSync(pod.configDir));
    expect(pod.rendered).toEqual([]);
  });

  test('a full disk leaves no half of the configuration in force, and starts nothing', () => {
    const { status, stdout, stderr } = pod.runWithMounts(
      `mount -t tmpfs -o size=4k none ${pod.runDir}; set -- "$@" member`,
      'run.sh',
      `[ -e ${pod.runDir}/config ] || echo absent`,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'absent\n' });
    expect(stderr).toContain('No space left on device');
  });

  test('starts nothing where the ConfigMap is not there', () => {
    rmSync(pod.configDir, { recursive: true });
    mkdirSync(pod.configDir);
    // The script itself is in that folder, so another copy of it has to run.
    const script = join(__dirname, '..', '..', 'runtime', 'run.sh');
    const { status, stdout } = pod.runCommand([...SHELLS[shell], script, 'member']);
    expect({ status, stdout, pinned: pod.readRun('config') }).toEqual({ status: 1, stdout: '', pinned: undefined });
  });

  test.each(['CONFIG_DIR', 'RUN_DIR'])('names %s where it is missing or empty', variable => {
    for (const value of [undefined, '']) {
      pod.env[variable] = value;
      expect(pod.run('run.sh', 'member')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(`${variable}: parameter not set or null`) });
    }
  });
});
