/**
 * Which file may know of which: rooms are rooms only while nobody reaches back up.
 */
import { readdirSync, readFileSync } from 'fs';
import { dirname, join, relative } from 'path';
import { preProcessFile } from 'typescript';

const SRC = join(__dirname, '..', 'src');

/** The files of src/ that each file of src/ imports, all by their path below src/. */
const IMPORTS = new Map(files().map(file => [file, importsOf(file)]));

function files(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts')).sort();
}

function importsOf(file: string): string[] {
  const { importedFiles } = preProcessFile(textOf(file));
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter(name => name.startsWith('.'))
    .map(name => relative(SRC, `${join(SRC, dirname(file), name)}.ts`));
}

function textOf(file: string): string {
  return readFileSync(join(SRC, file), 'utf8');
}

/** The way from the file back to itself, if there is one. */
function circleAt(start: string): string[] {
  const seen = new Set<string>();
  const wayBack = (file: string): string[] | undefined => {
    for (const imported of IMPORTS.get(file)!) {
      if (imported === start) return [file, start];
      if (seen.has(imported)) continue;
      seen.add(imported);
      const way = wayBack(imported);
      if (way) return [file, ...way];
    }
    return undefined;
  };
  return wayBack(start) ?? [];
}

/** The imports of a folder's files that lead into what they may not know, in words. */
function wrong(folder: string, isForbidden: (file: string) => boolean): string[] {
  return [...IMPORTS]
    .filter(([file]) => file.startsWith(folder))
    .flatMap(([file, imported]) => imported.filter(isForbidden).map(other => `${file} imports ${other}`));
}

test('every import leads to a file', () => {
  expect(wrong('', file => !IMPORTS.has(file))).toEqual([]);
  expect([...IMPORTS.values()].flat().length).toBeGreaterThan(100);
});

test('no file imports itself by way of others', () => {
  expect(files().map(circleAt).filter(circle => circle.length > 0)).toEqual([]);
});

test('what is private knows no construct', () => {
  const constructs = files().filter(file => /\bclass \w+ extends Construct\b/.test(textOf(file)));
  expect(constructs).toEqual(['redis-config.ts', 'redis-sentinel-host-path.ts', 'redis-shard.ts', 'sentinel-deployment.ts']);
  expect(wrong('private/', file => constructs.includes(file) || file === 'index.ts')).toEqual([]);
});

test('rules know neither files nor pods, and files know no pods', () => {
  expect(wrong('private/rules/', file => /^private\/(files|pods)\//.test(file))).toEqual([]);
  expect(wrong('private/files/', file => file.startsWith('private/pods/'))).toEqual([]);
});
