/**
 * The reader of Markdown that the tests of the documentation rely on.
 */
import { anchors, codeBlocks, links } from './markdown';

test('a block of code has its language, line, heading and comment', () => {
  const text = ['# One', '', '## `Two` and more', '', '<!-- test: skip -->', '', '```sh', 'echo a', '', 'echo b', '```', ''].join('\n');
  expect(codeBlocks(text)).toEqual([
    { language: 'sh', line: 8, code: 'echo a\n\necho b\n', heading: '`Two` and more', comment: 'test: skip' },
  ]);
});

test('a comment belongs to the block right below it alone', () => {
  const text = ['<!-- file: main.ts -->', '', '```ts', 'a', '```', '', '```sh', 'b', '```', '', '<!-- test: skip -->', 'Text.', '', '```sh', 'c', '```'];
  expect(codeBlocks(text.join('\n')).map(({ comment }) => comment)).toEqual(['file: main.ts', '', '']);
});

test('a block in a list loses the list\'s indent and no more', () => {
  const text = ['1. First:', '', '   ```bash', '   a |', '     b', '   ```', ''].join('\n');
  expect(codeBlocks(text)).toMatchObject([{ language: 'bash', line: 4, code: 'a |\n  b\n' }]);
});

test('a fence within a longer fence is code', () => {
  expect(codeBlocks('````text\n```sh\nno\n```\n````\n')).toMatchObject([{ language: 'text', code: '```sh\nno\n```\n' }]);
});

test('links are found in text, in tables and by reference, images too, but not in code', () => {
  const text = ['[a](a.md) and', '![b](b.png)', '', '| c |', '|---|', '| [c](c.md#x) |', '', '[d][ref] `[no](no.md)`', '', '[ref]: d.md', ''].join('\n');
  expect(links(text)).toEqual([
    { line: 1, target: 'a.md' }, { line: 2, target: 'b.png' }, { line: 6, target: 'c.md#x' }, { line: 8, target: 'd.md' },
  ]);
});

test('anchors are GitHub\'s', () => {
  const text = ['# Coming from the article\'s `kubectl` way', '', '## A node, dead: for good?', '', '## Same', '', '## Same', '', '## See [here](x.md)', ''];
  expect(anchors(text.join('\n'))).toEqual(['coming-from-the-articles-kubectl-way', 'a-node-dead-for-good', 'same', 'same-1', 'see-here']);
});
