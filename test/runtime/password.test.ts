/**
 * The password on its way through the containers: it stands in the rendered files and in the environment of redis-cli, and nowhere else.
 */
import { execFileSync } from 'child_process';
import { A, B, C, IDS, member, S1, S2, S3, sentinel } from './answers';
import { Sandbox, SHELLS } from './sandbox';

const PASSWORD = 'hunter2 "$x" \\ `y`';
const SECRET = 'hunter2';

/** Every script that a container runs, with its arguments, and who is this pod. */
const SCRIPTS = [
  ['start-member.sh'],
  ['start-sentinel.sh'],
  ['watch-member.sh'],
  ['leave-member.sh'],
  ['leave-sentinel.sh'],
  ['become-master.sh'],
  ['member-ready.sh'],
  ['sentinel-ready.sh'],
  ['alive.sh', '6379'],
];

// Only dash runs every applet as a program, with an argument list that others could see.
describe.each([...Object.keys(SHELLS).map(shell => ({ shell })), { shell: 'dash', recordApplets: true }])('the password with %j', options => {
  let pod: Sandbox;
  beforeEach(() => {
    pod = new Sandbox(options);
    pod.writePassword(PASSWORD);
    pod.writeRun('password', PASSWORD);
    pod.awaitStart();
    pod.set.endsAt(3);
    pod.writeSetEnv({ LEAVE_TIMEOUT: '3' });
    pod.set.is({
      [A]: member({ role: 'quarantined', term: 7, holder: A, offset: 5, keys: 1 }),
      [B]: member({ role: 'quarantined', term: 6, keys: 1 }),
      [C]: member({ role: 'quarantined', term: 6, keys: 1 }),
      ...Object.fromEntries([S1, S2, S3].map((address, i) => [address, sentinel({ id: IDS[i], names: B, replicas: [{ host: A }] })])),
    });
  });
  afterEach(async () => pod.remove());

  test.each(SCRIPTS)('is shown by %s to nobody', (script, ...args) => {
    if (script === 'start-member.sh') pod.writeConf('watch-member.sh', 'exec sleep 60');

    const { stdout, stderr } = pod.run(script, ...args);

    expect(stderr).toBe('');
    for (const seen of [stdout, ...pod.set.arguments, pod.recorded('commands') ?? '']) expect(seen).not.toContain(SECRET);
    if (script.startsWith('start-')) {
      expect(pod.recorded('conf')).toContain(SECRET);
      for (const what of ['starts', 'cmdline', 'environment'] as const) {
        expect(pod.recorded(what)).toBeDefined();
        expect(pod.recorded(what)).not.toContain(SECRET);
      }
    }
    const rendered = script === 'start-member.sh' ? ['redis.conf'] : script === 'start-sentinel.sh' ? ['sentinel.conf'] : [];
    expect(filesWith(SECRET)).toEqual(['password', ...rendered].sort());
  });

  test.each(SCRIPTS.filter(([script]) => script !== 'start-member.sh'))('is what %s shows to Redis and Sentinel', (script, ...args) => {
    pod.run(script, ...args);
    expect(pod.set.passwords.length).toBeGreaterThan(0);
    expect(new Set(pod.set.passwords)).toEqual(new Set([PASSWORD]));
  });

  function filesWith(text: string): string[] {
    const found = execFileSync('/bin/busybox', ['sh', '-c', 'grep -rl "$0" "$1" "$2" || :', text, pod.runDir, pod.dataDir], { encoding: 'utf8' });
    return found.trim().split('\n').map(file => file.replace(`${pod.runDir}/`, '')).sort();
  }
});

test('the recorder of arguments records', async () => {
  const pod = new Sandbox({ recordApplets: true });
  pod.set.is({ [A]: member({ role: 'master' }) });
  pod.run('member-ready.sh');
  expect(pod.recorded('commands')).toContain('awk -v host=');
  expect(pod.recorded('commands')).toContain('timeout 1 redis-cli -h 127.0.0.1 -p 6379\n');
  await pod.remove();
});
