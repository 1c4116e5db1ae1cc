/**
 * The table in docs/versions.md says what package.json says.
 */
import { readFileSync } from 'fs';
import { join } from 'path';

const { engines, peerDependencies } = JSON.parse(read('package.json'));
const ROWS = read('docs/versions.md').split('\n').filter(line => line.startsWith('| '));

test.each(Object.entries<string>(peerDependencies))('the page has the range of %s', (name, range) => {
  expect(row('cdk8s')).toContain(`\`${name}\` ${range}`);
});

test('the page has the oldest Node.js', () => {
  const [, oldest] = /^>= (\d+\.\d+)/.exec(engines.node) ?? [];
  expect(row('Node.js')).toContain(`| ${oldest} and newer`);
});

test('the workflows test every Node.js that the page names as tested', () => {
  const [, , , tested] = row('Node.js').split('|');
  const workflow = read('.github/workflows/build.yml');
  for (const version of tested.match(/\d+/g)!) expect(workflow).toMatch(new RegExp(`"${version}["\\.]`));
});

function row(what: string): string {
  const rows = ROWS.filter(line => line.startsWith(`| ${what} |`));
  expect(rows).toHaveLength(1);
  return rows[0];
}

function read(file: string): string {
  return readFileSync(join(__dirname, '..', file), 'utf8');
}
