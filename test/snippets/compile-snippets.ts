/**
 * Compiles every snippet in one program, as if each were a file beside the one that it stands in.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { Snippet } from './snippet';

/**
 * The compiler's complaints about each snippet, in the order of the snippets, each one headed by its place: `file:line`.
 */
export function compileSnippets(root: string, snippets: Snippet[]): string[][] {
  const prelude = preludeFor(root);
  const texts = new Map(snippets.map(snippet => [pathOf(root, snippet), textOf(snippet, prelude)]));
  const program = ts.createProgram([...texts.keys()], compilerOptions(root), hostWith(texts));
  return snippets.map(snippet => complaintsAbout(program, program.getSourceFile(pathOf(root, snippet))!, snippet));
}

/** Beside the file that it stands in, so that what it imports by a relative path is found. */
function pathOf(root: string, { file, line }: Snippet): string {
  return join(root, `${file}.${line}.ts`);
}

/**
 * The first line is ours: nothing in a snippet with imports, which is a module of its own; in one without, what it may take for
 * granted. Its own code is a block then, so that it may declare a `redis` itself.
 */
function textOf({ code }: Snippet, prelude: string): string {
  return /^import\s/m.test(code) ? `\n${code}` : `${prelude} {\n${code}\n}`;
}

/**
 * On one line: everything that the package exports, the usual names of cdk8s and cdk8s-plus, a chart and a set.
 */
function preludeFor(root: string): string {
  return [
    "import { ApiObject, App, Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';",
    "import * as kplus from 'cdk8s-plus-28';",
    `import { ${exportedNames(join(root, 'src')).join(', ')} } from 'cdk8s-redis-sentinel-hostpath';`,
    "import { Construct } from 'constructs';",
    'declare const chart: Chart;',
    'declare const redis: RedisSentinelHostPath;',
  ].join(' ');
}

function exportedNames(folder: string): string[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.ts'))
    .flatMap(file => [...readFileSync(join(folder, file), 'utf8').matchAll(/^export (?:class|interface|enum) (\w+)/gm)])
    .map(([, name]) => name);
}

function compilerOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.dev.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  // An example names things that it goes on to say nothing of.
  return { ...options, noEmit: true, noUnusedLocals: false, noUnusedParameters: false };
}

function hostWith(texts: Map<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost({});
  return {
    ...host,
    fileExists: path => texts.has(path) || host.fileExists(path),
    readFile: path => texts.get(path) ?? host.readFile(path),
    getSourceFile: (path, target) => {
      const text = texts.get(path);
      return text === undefined ? host.getSourceFile(path, target) : ts.createSourceFile(path, text, target);
    },
  };
}

function complaintsAbout(program: ts.Program, file: ts.SourceFile, snippet: Snippet): string[] {
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(({ start, messageText }) => {
    const line = snippet.line - 1 + file.getLineAndCharacterOfPosition(start ?? 0).line;
    return `${snippet.file}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
