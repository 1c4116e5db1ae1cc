/**
 * Every shell file of the repository is ShellCheck-clean, at every severity.
 */
import { spawnSync } from 'child_process';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');

const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.sh', '.ci/run'], { cwd: ROOT, encoding: 'utf8' });
const FILES = listed.stdout.trim().split('\n');

test('the scripts of the containers are among the files', () => {
  expect(FILES).toEqual(expect.arrayContaining(['runtime/lib-conf.sh', 'runtime/own-data-folder.sh', 'runtime/run.sh', '.ci/run']));
});

test.each(FILES)('%s is ShellCheck-clean', file => {
  const { error, stdout, status } = spawnSync('shellcheck', ['--external-sources', '--severity=style', '--format=gcc', file], { cwd: ROOT, encoding: 'utf8' });
  expect({ error, stdout, status }).toEqual({ error: undefined, stdout: '', status: 0 });
});
