/**
 * lib-data.sh: whose data lies on the disk, in which form, and how far it reaches.
 */
import { chmodSync, chownSync } from 'fs';
import { join } from 'path';
import { A } from './answers';
import { Sandbox, SHELLS } from './sandbox';

const LIBRARIES = ['lib-log.sh', 'lib-data.sh'];
const MANIFEST = 'appendonlydir/appendonly.aof.manifest';
const STATE = `set=default/shop\nmember=${A}\noffset=5000\naof_size=120\n`;

describe.each(Object.keys(SHELLS))('lib-data.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  describe('refuse_foreign_data', () => {
    test.each([
      ['is fresh', undefined],
      ['is this set\'s', 'set=default/shop\nmember=x\n'],
      ['has a state file that says nothing', ''],
    ])('accepts a folder that %s', (_what, state) => {
      if (state !== undefined) pod.writeData('member.state', state);
      expect(evaluate('refuse_foreign_data')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    });

    test.each(['default/shop2', 'other/shop', 'shop'])('refuses the data of %s, and says what can be done', set => {
      pod.writeData('member.state', `set=${set}\n`);
      const { status, stderr } = evaluate('refuse_foreign_data; echo goes on');
      expect(status).toBe(1);
      expect(stderr).toContain(`test.sh: refuses to start: ${pod.dataDir} holds data of the set ${set}, this is default/shop; use another folder on the node, `
        + `or remove ${pod.dataDir}/member.state if the data is to be taken over\n`);
    });

    test('refuses what it cannot read', () => {
      pod.writeData('member.state', STATE);
      chownSync(join(pod.dataDir, 'member.state'), 1234, 1234);
      chmodSync(join(pod.dataDir, 'member.state'), 0o600);
      const { status, stderr } = pod.evaluate(LIBRARIES, 'refuse_foreign_data', ['/usr/bin/setpriv', '--bounding-set=-all', '--inh-caps=-all']);
      expect(status).toBe(1);
      expect(stderr).toContain(`test.sh: cannot read ${pod.dataDir}/member.state\n`);
    });
  });

  describe('write_state', () => {
    test('names set and member, and how far the data reaches', () => {
      expect(evaluate('write_state 5000 120')).toMatchObject({ status: 0, stdout: '', stderr: '' });
      expect(pod.readData('member.state')).toBe(STATE);
    });

    test('has no offset to tell without an append-only file', () => {
      evaluate("write_state '' ''");
      expect(pod.readData('member.state')).toBe(`set=default/shop\nmember=${A}\noffset=\naof_size=\n`);
    });

    test('costs the disk nothing where nothing has changed', () => {
      evaluate(`write_state 5000 120; rm '${pod.dataDir}/member.state'; write_state 5000 120`);
      expect(pod.readData('member.state')).toBeUndefined();
    });

    test.each([
      ['full', 'mount -t tmpfs -o size=8k none $DATA_DIR; cp $RUN_DIR/old $DATA_DIR/member.state; head -c 9000 /dev/zero 2>/dev/null >$DATA_DIR/filler'],
      ['read-only', 'mount -t tmpfs none $DATA_DIR; cp $RUN_DIR/old $DATA_DIR/member.state; mount -o remount,ro $DATA_DIR'],
    ])('leaves the last record where the disk is %s, and says so', (_what, mount) => {
      pod.writeRun('old', STATE);
      const { stdout, stderr, log } = evaluate(`{ ${mount}; } 2>/dev/null\nwrite_state 6000 150; echo "status $?"; cat $DATA_DIR/member.state`);
      expect(stderr).toBe('');
      expect(log[0]).toBe(`test.sh: cannot write ${pod.dataDir}/member.state: is the disk full, or read-only?`);
      expect(stdout).toContain(`\nstatus 1\n${STATE}`);
    });

    test('tries again what it could not write', () => {
      pod.writeRun('old', STATE);
      evaluate('mount -t tmpfs -o ro none $DATA_DIR; write_state 6000 150; umount $DATA_DIR; write_state 6000 150');
      expect(pod.readData('member.state')).toContain('offset=6000\n');
    });
  });

  describe('stored_as', () => {
    test.each([
      ['nothing', [], ''],
      ['a snapshot', ['dump.rdb'], 'rdb\n'],
      ['an append-only file', [MANIFEST], 'aof\n'],
      ['both, of which the append-only file is the newer', ['dump.rdb', MANIFEST], 'aof\n'],
      ['a snapshot and an append-only file that was never finished', ['dump.rdb', 'appendonlydir/appendonly.aof.1.incr.aof'], 'rdb\n'],
      ['an append-only file that was put away', ['dump.rdb', 'appendonlydir.off/appendonly.aof.manifest'], 'rdb\n'],
    ])('%s', (_what, files, expected) => {
      for (const file of files) pod.writeData(file);
      expect(evaluate('stored_as')).toMatchObject({ stdout: expected, stderr: '' });
    });
  });

  describe('stored_offset', () => {
    const files = { base: 'appendonlydir/appendonly.aof.1.base.rdb', incr: 'appendonlydir/appendonly.aof.1.incr.aof' };

    test.each([
      ['what was recorded, where the file is as it was', STATE, 120, 5000],
      ['and what the file has grown by since', STATE, 150, 5030],
      ['no less where a rewrite has made the file smaller', STATE, 40, 5000],
      ['0 without a record, however large the file is', undefined, 40, 0],
      ['0 where the record tells of a time without the file', 'set=default/shop\noffset=\naof_size=\n', 40, 0],
      ['offsets of more than 32 bits', 'offset=123456789012345\naof_size=120\n', 121, 123456789012346],
    ])('%s', (_what, state, size, expected) => {
      if (state !== undefined) pod.writeData('member.state', state);
      pod.writeData(files.incr, 'x'.repeat(size));
      expect(evaluate('stored_offset')).toMatchObject({ stdout: `${expected}\n`, stderr: '' });
    });

    test('the record where the file is gone', () => {
      pod.writeData('member.state', STATE);
      expect(evaluate('stored_offset')).toMatchObject({ stdout: '5000\n', stderr: '' });
    });
  });

  function evaluate(commands: string) {
    return pod.evaluate(LIBRARIES, commands);
  }
});
