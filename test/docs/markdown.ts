/**
 * What stands in a Markdown text, by a parser that reads it as GitHub does: blocks of code, links, anchors.
 */
import GithubSlugger from 'github-slugger';
import MarkdownIt from 'markdown-it';

export interface CodeBlock {
  readonly language: string;
  /** The line on which the code begins, counted from 1. */
  readonly line: number;
  readonly code: string;
  /** The text of the heading that it stands below; empty above the first one. */
  readonly heading: string;
  /** The HTML comment right above it, for whoever reads the text by a program; empty where there is none. */
  readonly comment: string;
}

export interface Link {
  readonly line: number;
  readonly target: string;
}

const PARSER = new MarkdownIt({ html: true });

/**
 * The fenced blocks.
 */
export function codeBlocks(text: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let heading = '';
  let comment = '';
  PARSER.parse(text, {}).forEach(({ type, info, content, map }, i, tokens) => {
    if (type === 'fence') blocks.push({ language: info.trim().split(/\s/)[0], line: map![0] + 2, code: content, heading, comment });
    if (type === 'heading_open') heading = tokens[i + 1].content;
    comment = type === 'html_block' ? commentIn(content) : '';
  });
  return blocks;
}

/**
 * Every link and image, reference links with what they refer to.
 */
export function links(text: string): Link[] {
  const found: Link[] = [];
  let line = 0;
  for (const { map, children } of PARSER.parse(text, {})) {
    // The cells of a table know no line; their row does.
    if (map) line = map[0] + 1;
    for (const child of children ?? []) {
      if (child.type === 'softbreak' || child.type === 'hardbreak') line++;
      const target = child.attrGet('href') ?? child.attrGet('src');
      if (target !== null) found.push({ line, target: String(target) });
    }
  }
  return found;
}

/**
 * What GitHub calls the headings: the part of a link behind `#`.
 */
export function anchors(text: string): string[] {
  const slugger = new GithubSlugger();
  return PARSER.parse(text, {})
    .filter((_token, i, tokens) => tokens[i - 1]?.type === 'heading_open')
    .map(({ children }) => slugger.slug(children!.map(({ content }) => content).join('')));
}

function commentIn(html: string): string {
  return /^<!--(.*)-->$/s.exec(html.trim())?.[1].trim() ?? '';
}
