/**
 * own-data-folder.sh: the redis user gets the whole data folder, and nothing outside of it.
 */
import { chownSync, lstatSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Sandbox, SHELLS } from './sandbox';

const UID = 999;
const GID = 1000;

if (process.getuid?.() !== 0) {
  throw new Error('The init container is root, and so must be who tests it: only root gives files away.');
}

describe.each(Object.keys(SHELLS))('own-data-folder.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => {
    pod = new Sandbox({ shell });
    pod.env.OWNER = `${UID}:${GID}`;
  });
  afterEach(async () => pod.remove());

  test('hands a tree of root\'s to the redis user', () => {
    mkdirSync(inside('appendonlydir'));
    writeFileSync(inside('appendonlydir/a file\nof many "names"'), '');
    writeFileSync(inside('-dump.rdb'), '');
    writeFileSync(inside('.hidden'), '');

    expect(pod.run('own-data-folder.sh')).toMatchObject({ status: 0, stdout: `own-data-folder.sh: ${pod.dataDir} is ${UID}:${GID}'s\n`, stderr: '' });

    for (const file of ['', 'appendonlydir', 'appendonlydir/a file\nof many "names"', '-dump.rdb', '.hidden']) {
      expect(ownerOf(inside(file))).toEqual([UID, GID]);
    }
  });

  test.each([['another user', 1234, GID], ['another group', UID, 1234]])('takes over what is %s\'s', (_who, uid, gid) => {
    writeFileSync(inside('dump.rdb'), '');
    chownSync(inside('dump.rdb'), uid, gid);

    pod.run('own-data-folder.sh');

    expect(ownerOf(inside('dump.rdb'))).toEqual([UID, GID]);
  });

  test('closes the folder to everybody else', () => {
    pod.run('own-data-folder.sh');
    expect(modeOf(pod.dataDir)).toBe(0o700);
  });

  test('leaves the modes of the files alone', () => {
    writeFileSync(inside('dump.rdb'), '', { mode: 0o640 });
    pod.run('own-data-folder.sh');
    expect(modeOf(inside('dump.rdb'))).toBe(0o640);
  });

  test('does not touch what is right already', () => {
    for (const file of ['right', 'wrong']) writeFileSync(inside(file), '');
    chownSync(inside('right'), UID, GID);
    const before = [changeOf('right'), changeOf('wrong')];

    pod.run('own-data-folder.sh');

    expect(changeOf('right')).toBe(before[0]);
    expect(changeOf('wrong')).toBeGreaterThan(before[1]);
  });

  test('does not follow a link out of the folder', () => {
    const outside = join(pod.root, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'file'), '');
    symlinkSync(outside, inside('folder-link'));
    symlinkSync(join(outside, 'file'), inside('file-link'));

    expect(pod.run('own-data-folder.sh').status).toBe(0);

    expect([ownerOf(outside), ownerOf(join(outside, 'file'))]).toEqual([[0, 0], [0, 0]]);
    expect([ownerOf(inside('folder-link')), ownerOf(inside('file-link'))]).toEqual([[UID, GID], [UID, GID]]);
  });

  test('needs no capability but those of the init container', () => {
    mkdirSync(inside('closed'), { mode: 0o700 });
    writeFileSync(inside('closed/dump.rdb'), '');
    for (const file of ['', 'closed']) chownSync(inside(file), 1234, 1234);

    const outcome = pod.runCommand(['/usr/bin/setpriv', '--bounding-set=-all,+chown,+dac_override,+fowner', '--inh-caps=-all',
      ...SHELLS[shell], join(pod.configDir, 'own-data-folder.sh')]);

    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect([ownerOf(inside('closed')), ownerOf(inside('closed/dump.rdb'))]).toEqual([[UID, GID], [UID, GID]]);
  });

  test('fails on a disk that is read-only', () => {
    const { status, stdout, stderr } = pod.runWithMounts(`mount -t tmpfs -o ro none ${pod.dataDir}`, 'own-data-folder.sh');

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(pod.dataDir);
    expect(stderr).toContain('Read-only file system');
  });

  test('fails where it can give away a part only', () => {
    mkdirSync(inside('part'));

    const { status, stdout, stderr } = pod.runWithMounts(`mount -t tmpfs -o ro none ${inside('part')}`, 'own-data-folder.sh');

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('Read-only file system');
  });

  test('fails where the folder is missing', () => {
    pod.env.DATA_DIR = inside('missing');
    expect(pod.run('own-data-folder.sh')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('No such file or directory') });
  });

  test.each(['DATA_DIR', 'OWNER'])('names %s where it is missing', variable => {
    delete pod.env[variable];
    expect(pod.run('own-data-folder.sh')).toMatchObject({ status: 2, stderr: expect.stringContaining(`${variable}: parameter not set or null`) });
  });

  function inside(file: string): string {
    return join(pod.dataDir, file);
  }

  function changeOf(file: string): bigint {
    return statSync(inside(file), { bigint: true }).ctimeNs;
  }
});

function ownerOf(path: string): [number, number] {
  const { uid, gid } = lstatSync(path);
  return [uid, gid];
}

function modeOf(path: string): number {
  return statSync(path).mode % 0o1000;
}
