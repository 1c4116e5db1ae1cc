/**
 * Where the code in the documentation is: fenced blocks in Markdown, and `@example` in doc comments.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { codeBlocks } from '../docs/markdown';

export interface Snippet {
  /** Path below the repository's root. */
  readonly file: string;
  /** The line in the file on which the code begins, counted from 1. */
  readonly line: number;
  readonly code: string;
}

/**
 * The blocks of a Markdown file that are marked as `ts` or `typescript`.
 */
export function snippetsOfMarkdown(root: string, file: string): Snippet[] {
  return codeBlocks(readFileSync(join(root, file), 'utf8'))
    .filter(({ language }) => language === 'ts' || language === 'typescript')
    .map(({ line, code }) => ({ file, line, code }));
}

/**
 * The `@example`s of a source file, with or without a fence around them.
 */
export function snippetsOfSource(root: string, file: string): Snippet[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true);
  return examplesBelow(source).flatMap(tag => {
    const text = ts.getTextOfJSDocComment(tag.comment) ?? '';
    const line = firstLineOf(tag, source);
    const [fenced] = codeBlocks(text);
    return [fenced ? { file, line: line + fenced.line - 1, code: fenced.code } : { file, line, code: text }];
  });
}

function examplesBelow(node: ts.Node): ts.JSDocTag[] {
  const own = ts.getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .flatMap(comment => [...comment.tags ?? []])
    .filter(tag => tag.tagName.text === 'example' && tag.parent.parent === node);
  return [...own, ...node.getChildren().filter(child => !ts.isJSDoc(child)).flatMap(examplesBelow)];
}

/** The code may begin behind the tag or on a line below it. */
function firstLineOf(tag: ts.JSDocTag, source: ts.SourceFile): number {
  const text = source.text.slice(tag.tagName.end, tag.end);
  const begin = tag.tagName.end + Math.max(text.search(/[^\s*]/), 0);
  return source.getLineAndCharacterOfPosition(begin).line + 1;
}
