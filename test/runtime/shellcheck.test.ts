/**
 * Every shell file of the repository is ShellCheck-clean, at every severity.
 */
import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');

const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.sh', '.ci/run'], { cwd: ROOT, encoding: 'utf8' });
const FILES = listed.stdout.trim().split('\n');

/** What runs inside the containers and is sourced there. */
const LIBRARIES = FILES.filter(file => file.startsWith('runtime/lib-'));
const SCRIPTS = FILES.filter(file => !LIBRARIES.includes(file));

test('the scripts of the containers are among the files', () => {
  expect(SCRIPTS).toEqual(expect.arrayContaining(['runtime/own-data-folder.sh', 'runtime/run.sh', 'runtime/watch-member.sh', '.ci/run']));
  expect(LIBRARIES).toEqual(expect.arrayContaining(['runtime/lib-conf.sh', 'runtime/lib-join.sh']));
});

test.each(SCRIPTS)('%s is ShellCheck-clean', file => {
  expect(findings(file)).toEqual([]);
});

// Not alone: what a library reads may be set by the script that sources it, and what it sets may be read there. A finding counts where
// every script that sources the library leads to it.
test.each(LIBRARIES)('%s is ShellCheck-clean in the company of a script that sources it', library => {
  const sourcing = SCRIPTS.filter(script => sources(script).includes(library));
  expect(sourcing).not.toEqual([]);
  const inEach = sourcing.map(script => findings(script, '--check-sourced').filter(finding => finding.startsWith(`${library}:`)));
  expect(inEach.reduce((common, found) => common.filter(finding => found.includes(finding)))).toEqual([]);
});

/** What a script sources, and what that sources. */
function sources(script: string): string[] {
  const direct = [...readFileSync(join(ROOT, script), 'utf8').matchAll(/^# shellcheck source=(runtime\/.*)$/gm)].map(([, file]) => file);
  return direct.flatMap(file => [file, ...sources(file)]);
}

function findings(file: string, ...options: string[]): string[] {
  const { error, stdout } = spawnSync('shellcheck', ['--external-sources', '--severity=style', '--format=gcc', ...options, file], { cwd: ROOT, encoding: 'utf8' });
  if (error) throw error;
  return stdout.split('\n').slice(0, -1);
}
