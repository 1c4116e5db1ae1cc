/**
 * The figures of the README and of the page about them are those of the report that `npm run bench` wrote.
 */
import { readFileSync } from 'fs';
import { join } from 'path';

function figures(file: string, from: string, to?: string): string[] {
  const text = readFileSync(join(__dirname, '..', file), 'utf8');
  const section = text.slice(text.indexOf(from), to === undefined ? undefined : text.indexOf(to));
  return section.split('\n').filter(line => /^\| .*\d\.\d/.test(line));
}

test.each([
  ['README.md', figures('README.md', '\n## Measured\n', '\n## Where to go on\n'), 8],
  ['docs/measurements.md', figures('docs/measurements.md', '# Measurements'), 19],
])('every row of figures in %s is one of the report', (_file, rows, atLeast) => {
  expect(rows.length).toBeGreaterThanOrEqual(atLeast);
  expect(figures('docs/benchmarks.md', '# Benchmarks')).toEqual(expect.arrayContaining(rows));
});
