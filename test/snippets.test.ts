/**
 * The code in the documentation compiles: README and the like, and the doc comments that become API.md.
 */
import { existsSync, readdirSync } from 'fs';
import { join } from 'path';
import { compileSnippets } from './snippets/compile-snippets';
import { snippetsOfMarkdown, snippetsOfSource } from './snippets/snippet';

const ROOT = join(__dirname, '..');

const SNIPPETS = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...below('docs', '.md'), ...below('examples', 'README.md')]
    .filter(file => existsSync(join(ROOT, file)))
    .flatMap(file => snippetsOfMarkdown(ROOT, file)),
  ...below('src', '.ts').flatMap(file => snippetsOfSource(ROOT, file)),
];

const COMPLAINTS = compileSnippets(ROOT, SNIPPETS);

test.each(SNIPPETS.map(({ file, line }, i) => [`${file}:${line}`, COMPLAINTS[i]]))('the code at %s compiles', (_place, complaints) => {
  expect(complaints).toEqual([]);
});

test('README.md shows code', () => {
  expect(SNIPPETS.map(({ file }) => file)).toContain('README.md');
});

test('the doc comments show code', () => {
  expect(SNIPPETS.map(({ file }) => file)).toContain('src/redis-sentinel-host-path.ts');
});

function below(folder: string, ending: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true }).map(file => join(folder, String(file))).filter(file => file.endsWith(ending));
}
