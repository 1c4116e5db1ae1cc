/**
 * run.sh over the data that is there: Redis must not start empty or with older data because it reads another file than the one that is there.
 */
import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { Sandbox } from './sandbox';

const MANIFEST = 'appendonlydir/appendonly.aof.manifest';

let pod: Sandbox;
beforeEach(() => { pod = new Sandbox(); });
afterEach(async () => pod.remove());

describe.each([['master', 'redis-master.conf'], ['replica', 'redis.conf']])('an append-only %s', (role, conf) => {
  beforeEach(() => pod.writeConf(conf, 'save 900 1\nappendonly yes\nappendfsync everysec\n'));

  test.each([
    ['holds only a snapshot', ['dump.rdb']],
    // Redis makes the folder first: so it is left by a crash in the middle of `CONFIG SET appendonly yes`.
    ['holds a snapshot and an append-only file that was never finished', ['dump.rdb', 'appendonlydir/appendonly.aof.1.incr.aof']],
  ])('refuses a folder that %s', (_what, files) => {
    fill(files);

    const { status, stderr } = pod.run('run.sh', role);

    expect({ status, program: pod.recorded('program'), rendered: pod.rendered }).toEqual({ status: 1, program: undefined, rendered: [] });
    expect(stderr).toBe(`run.sh: refuses to start: appendOnly is on, but ${pod.dataDir} holds only an RDB snapshot, which redis would ignore; `
      + 'switch it on in the running redis first (CONFIG SET appendonly yes)\n');
  });

  test.each([
    ['is fresh', []],
    ['holds an append-only file', [MANIFEST]],
    ['holds both', ['dump.rdb', MANIFEST]],
  ])('accepts a folder that %s', (_what, files) => {
    fill(files);
    expect(pod.run('run.sh', role)).toMatchObject({ status: 0, stderr: '' });
    expect(pod.recorded('program')).toBe('redis-server');
  });
});

describe.each([['master', 'redis-master.conf'], ['replica', 'redis.conf']])('a %s without an append-only file', (role, conf) => {
  beforeEach(() => pod.writeConf(conf, 'save 900 1\nappendonly no\n'));

  test.each([
    ['holds an append-only file', [MANIFEST]],
    ['holds an append-only file beside an older snapshot', ['dump.rdb', MANIFEST]],
  ])('refuses a folder that %s', (_what, files) => {
    fill(files);

    const { status, stderr } = pod.run('run.sh', role);

    expect({ status, program: pod.recorded('program'), rendered: pod.rendered }).toEqual({ status: 1, program: undefined, rendered: [] });
    expect(stderr).toBe(`run.sh: refuses to start: appendOnly is off, but ${pod.dataDir} holds an append-only file, which redis would ignore; `
      + `switch it off in the running redis first (CONFIG SET appendonly no, then SAVE) and remove ${pod.dataDir}/appendonlydir\n`);
  });

  test.each([
    ['is fresh', []],
    ['holds a snapshot', ['dump.rdb']],
  ])('accepts a folder that %s', (_what, files) => {
    fill(files);
    expect(pod.run('run.sh', role)).toMatchObject({ status: 0, stderr: '' });
  });
});

test('a sentinel does not look at the data', () => {
  pod.writeConf('sentinel.conf', 'appendonly yes\n');
  fill(['dump.rdb']);
  expect(pod.run('run.sh', 'sentinel')).toMatchObject({ status: 0, stderr: '' });
});

function fill(files: string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(pod.dataDir, file)), { recursive: true });
    writeFileSync(join(pod.dataDir, file), '');
  }
}
