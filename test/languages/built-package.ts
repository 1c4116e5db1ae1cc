/**
 * The package of a language as its users get it, and a copy of the example that uses it.
 */
import { execFileSync } from 'child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from './run';

export const ROOT = join(__dirname, '..', '..');
export const GOLDEN = readFileSync(join(ROOT, 'examples/article/article.k8s.yaml'), 'utf8');
export const VERSION: string = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;

/** For packaging alone: on a fresh machine its dependencies may have to be fetched and generated too. */
export const PACKAGE_TIMEOUT = 900_000;

/**
 * Packages the compiled library, so that what is tested is not yesterday's. What the packaging says of dependencies is passed on.
 *
 * @returns the language's folder in dist/
 * @throws if the library is not compiled, or not since `src/` was changed
 */
export async function packageFor(language: string): Promise<string> {
  assertCompiled();
  const output = await run(join(ROOT, 'node_modules/.bin/tsx'), ['tools/package-all/main.ts', language], { cwd: ROOT, timeout: PACKAGE_TIMEOUT });
  process.stdout.write(output.split('\n').filter(line => line.startsWith('package:all: ')).map(line => `${line}\n`).join(''));
  return join(ROOT, 'dist', language);
}

/** A copy of an example, outside of the repository: what a user has, without what earlier runs may have left in the folder. */
export function copyOfExample(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const committed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '.'],
    { cwd: join(ROOT, 'examples', name), encoding: 'utf8' });
  for (const file of committed.split('\n').filter(line => line !== '')) {
    cpSync(join(ROOT, 'examples', name, file), join(folder, file), { recursive: true });
  }
  return folder;
}

export function manifestOf(app: string): string {
  return readFileSync(join(app, 'dist/article.k8s.yaml'), 'utf8');
}

/** For afterAll, which runs even where there is no copy yet. */
export function remove(folder: string | undefined): void {
  if (folder) rmSync(folder, { recursive: true });
}

function assertCompiled(): void {
  const compiled = statSync(join(ROOT, '.jsii'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = execFileSync('git', ['ls-files', 'src'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  const newest = Math.max(...sources.map(file => statSync(join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0));
  if (compiled < newest) {
    throw new Error('.jsii is missing or older than src/: run "npx projen compile" first.');
  }
}
