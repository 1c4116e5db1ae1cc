/**
 * Every link in every Markdown file leads somewhere: to a file of the repository, and to a heading where it names one. What lies outside is
 * only read: there is no network here.
 */
import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { anchors, Link, links } from './markdown';

const ROOT = join(__dirname, '..', '..');

const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
const FILES = listed.stdout.trim().split('\n');

/** API.md is generated, and has anchors of its own making. */
const PAGES = FILES.filter(file => file.endsWith('.md') && file !== 'API.md');

test('the README and the documentation are among the pages', () => {
  expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/README.md', 'docs/operations/README.md', 'examples/article/README.md']));
});

test.each(PAGES)('every link of %s leads somewhere', page => {
  expect(links(textOf(page)).flatMap(link => complaint(page, link))).toEqual([]);
});

test.each([
  ['a file that is not there', 'docs/nowhere.md', ['README.md:7: there is no docs/nowhere.md']],
  ['a file that git does not keep', 'node_modules/jest/README.md', ['README.md:7: there is no node_modules/jest/README.md']],
  ['a heading that is not there', 'CONTRIBUTING.md#nowhere', ['README.md:7: CONTRIBUTING.md has no heading #nowhere']],
  ['a heading of the page itself that is not there', '#nowhere', ['README.md:7: README.md has no heading #nowhere']],
  ['an address that is none', 'https://exa mple.com', ['README.md:7: https://exa mple.com is no address']],
  ['an address of an unusual kind', 'file:///etc/passwd', ['README.md:7: file:///etc/passwd is no address']],
  ['a file', 'CONTRIBUTING.md', []],
  ['a folder', 'docs/decisions', []],
  ['a heading', 'docs/operations/README.md#how-is-the-set', []],
  ['an address', 'https://example.com/a#b', []],
])('a link to %s is told apart', (_what, target, expected) => {
  expect(complaint('README.md', { line: 7, target })).toEqual(expected);
});

/** One, or none. */
function complaint(page: string, { line, target }: Link): string[] {
  const place = `${page}:${line}`;
  if (/^[a-z]+:/.test(target)) {
    return URL.canParse(target) && ['https:', 'http:', 'mailto:'].includes(new URL(target).protocol) ? [] : [`${place}: ${target} is no address`];
  }
  const [path, anchor] = decodeURIComponent(target).split('#');
  const file = path === '' ? page : join(dirname(page), path).replace(/\/$/, '');
  if (!FILES.some(known => known === file || known.startsWith(`${file}/`))) return [`${place}: there is no ${file}`];
  return anchor === undefined || anchors(textOf(file)).includes(anchor) ? [] : [`${place}: ${file} has no heading #${anchor}`];
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
