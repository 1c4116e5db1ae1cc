/**
 * How a page becomes steps. The steps of docs/getting-started.md themselves are followed on a real Kubernetes:
 * test/cluster/getting-started-works.test.ts.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import { notPrinted, steps } from './steps';

function block(language: string, code: string, comment?: string): string {
  return [...comment ? [`<!-- ${comment} -->`, ''] : [], `\`\`\`${language}`, code, '```', '', ''].join('\n');
}

test('shell blocks are run, in the order of the page', () => {
  const page = `# Page\n\n${block('sh', 'a')}## Next\n\n${block('bash', 'b')}`;
  expect(steps(page)).toEqual([
    { heading: 'Page', line: 4, text: 'a\n', prints: [] },
    { heading: 'Next', line: 10, text: 'b\n', prints: [] },
  ]);
});

test('a file is written, in whatever language, and not run', () => {
  expect(steps(block('ts', 'x()', 'file: main.ts') + block('sh', 'y', 'file: ask.sh'))).toMatchObject([
    { file: 'main.ts', text: 'x()\n' },
    { file: 'ask.sh', text: 'y\n' },
  ]);
});

test('what is marked as skipped is no step, nor is code that belongs to no file', () => {
  expect(steps(block('sh', 'ssh node', 'test: skip') + block('ts', 'x()') + block('mermaid', 'y'))).toEqual([]);
});

test('a text block is what the commands before it print', () => {
  expect(steps(block('sh', 'a') + block('text', 'one\ntwo'))).toMatchObject([{ text: 'a\n', prints: ['one', 'two'] }]);
});

test.each([
  ['skipped commands', block('sh', 'a', 'test: skip')],
  ['a file', block('sh', 'a', 'file: a.sh')],
  ['other text', block('sh', 'a') + block('text', 'one')],
  ['nothing', ''],
])('a text block after %s is an error: nothing would compare it', (_what, before) => {
  expect(() => steps(before + block('text', 'one'))).toThrow('no command prints this');
});

test.each<[string, string[], string, string | undefined]>([
  ['all lines, among others', ['a', 'c'], 'a\nb\nc\n', undefined],
  ['a line that is not there', ['a', 'd'], 'a\nb\nc\n', 'd'],
  ['lines in another order', ['c', 'a'], 'a\nb\nc\n', 'a'],
  ['the same line once instead of twice', ['a', 'a'], 'a\nb\n', 'a'],
  ['what differs', ['redis-…-0: … ok'], 'redis-b-0: 12 ok\n', undefined],
  ['a part of a line only', ['ok'], 'not ok\n', 'ok'],
  ['characters that mean something to a pattern', ['1.2 (x)'], '1x2 x\n', '1.2 (x)'],
])('%s: said is what was not printed', (_what, lines, printed, missing) => {
  expect(notPrinted(lines, printed)).toBe(missing);
});

test('docs/getting-started.md makes its files before it uses them, and says what its questions answer', () => {
  const page = steps(readFileSync(join(__dirname, '../../docs/getting-started.md'), 'utf8'));
  const run = page.filter(({ file }) => file === undefined);
  for (const { file, line } of page.filter(step => step.file !== undefined)) {
    const users = run.filter(({ text }) => text.includes(file!));
    expect(users).not.toEqual([]);
    expect(users.filter(user => user.line < line)).toEqual([]);
  }
  expect(run.filter(({ text, prints }) => text.includes('ask.sh') && prints.length === 0)).toEqual([]);
});
