/**
 * A page of the documentation as steps that a program can follow.
 *
 * Its shell blocks are run, from the top to the bottom. Beside that the page says, in HTML comments that no reader sees:
 *
 * - `<!-- file: NAME -->` above a block: it is the content of that file, and not run.
 * - `<!-- test: skip -->` above a block: the reader does it, a test does not, or by other means.
 *
 * A block marked `text` below one that is run has the lines that it prints, perhaps among others; `…` stands for whatever differs from
 * one time to another.
 */
import { codeBlocks } from './markdown';

export interface Step {
  /** The heading that it stands below. */
  readonly heading: string;
  readonly line: number;
  /** The file that is written; where there is none the text is run. */
  readonly file?: string;
  readonly text: string;
  /** The lines that the page says it prints. */
  readonly prints: string[];
}

const SHELLS = ['sh', 'bash'];

/**
 * @throws where a block says what is printed, and no command is right before it
 */
export function steps(page: string): Step[] {
  const found: Step[] = [];
  let last: Step | undefined;
  for (const { language, line, code, heading, comment } of codeBlocks(page)) {
    const [, file] = /^file: (\S+)$/.exec(comment) ?? [];
    if (language === 'text') {
      if (last === undefined) throw new Error(`line ${line}: no command prints this`);
      last.prints.push(...code.trimEnd().split('\n'));
      last = undefined;
    } else if (comment === 'test: skip' || file === undefined && !SHELLS.includes(language)) {
      last = undefined;
    } else {
      const step = { heading, line, file, text: code, prints: [] };
      found.push(step);
      last = file === undefined ? step : undefined;
    }
  }
  return found;
}

/**
 * The first of these lines that was not printed, all of them being looked for in their order; nothing where all were.
 */
export function notPrinted(lines: string[], printed: string): string | undefined {
  const rest = printed.split('\n');
  return lines.find(line => {
    const at = rest.findIndex(candidate => patternOf(line).test(candidate));
    rest.splice(0, at + 1);
    return at < 0;
  });
}

function patternOf(line: string): RegExp {
  return new RegExp(`^${line.split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
}
