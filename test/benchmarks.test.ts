/**
 * The README's figures are those of the report that `npm run bench` wrote.
 */
import { readFileSync } from 'fs';
import { join } from 'path';

function figures(file: string, from: string, to?: string): string[] {
  const text = readFileSync(join(__dirname, '..', file), 'utf8');
  const section = text.slice(text.indexOf(from), to === undefined ? undefined : text.indexOf(to));
  return section.split('\n').filter(line => /^\| .*\d\.\d/.test(line));
}

test('every row of figures in the README is one of the report', () => {
  const rows = figures('README.md', '\n## Measured\n', '\n## More\n');
  expect(rows.length).toBeGreaterThan(10);
  expect(figures('docs/benchmarks.md', '# Benchmarks')).toEqual(expect.arrayContaining(rows));
});
