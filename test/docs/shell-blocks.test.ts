/**
 * A shell understands the commands in the documentation, and finds nothing in them that is not meant.
 */
import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { codeBlocks } from './markdown';

const ROOT = join(__dirname, '..', '..');

const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.md'], { cwd: ROOT, encoding: 'utf8' });
const BLOCKS = listed.stdout.trim().split('\n').flatMap(file => codeBlocks(readFileSync(join(ROOT, file), 'utf8'))
  .filter(({ language }) => language === 'sh' || language === 'bash')
  .map(block => ({ place: `${file}:${block.line}`, ...block })));

test('the commands of the README and of the operations are among them', () => {
  const files = BLOCKS.map(({ place }) => place.split(':')[0]);
  expect(files).toEqual(expect.arrayContaining(['README.md', 'docs/operations/password.md', 'docs/operations/nodes-and-disks.md']));
});

// What is quoted in single quotes is meant for the shell in the container, which ShellCheck notes below a warning.
test.each(BLOCKS.map(({ place, language, code }) => [place, language, code]))('the commands at %s are ShellCheck-clean', (_place, language, code) => {
  expect(findings(language, code)).toEqual([]);
});

test.each([
  ['a placeholder that the shell would take for files', 'kubectl uncordon <home node>\n'],
  ['a quote that does not end', 'echo "a\n'],
  ['a variable that nobody sets', 'echo "$node"\n'],
])('%s is found', (_what, code) => {
  expect(findings('sh', code)).not.toEqual([]);
});

/** Capitals are the reader's to set. */
function findings(language: string, code: string): string[] {
  const { error, stdout } = spawnSync('shellcheck', [`--shell=${language}`, '--severity=warning', '--format=gcc', '-'], { input: code, encoding: 'utf8' });
  if (error) throw error;
  return stdout.split('\n').slice(0, -1);
}
