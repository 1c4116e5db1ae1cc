/**
 * What the README says in short stands in full on the pages that it leads to.
 */
import { readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const README = section('README.md');

test('every prop in the README is a row of docs/props.md', () => {
  const rows = propsOf(README);
  expect(rows.length).toBeGreaterThan(5);
  expect(propsOf(section('docs/props.md'))).toEqual(expect.arrayContaining(rows));
});

test('every promise in the README stands in docs/limits.md', () => {
  const promises = promisesOf(section('README.md', 'What it keeps, and what it does not'));
  expect(promises.length).toBeGreaterThan(3);
  expect(promisesOf(section('docs/limits.md', 'What the set is made to keep'))).toEqual(expect.arrayContaining(promises));
});

function propsOf(text: string): string[] {
  return text.split('\n').filter(line => /^\| `[…a-zA-Z.]+`/.test(line));
}

function promisesOf(text: string): string[] {
  return [...text.matchAll(/^- (\*\*.+?\*\*)/gm)].map(([, promise]) => promise);
}

/** The text below a heading, up to the next one of its kind; all of it without one. */
function section(file: string, heading?: string): string {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return heading === undefined ? text : text.split(/^## /m).find(part => part.startsWith(`${heading}\n`))!;
}
