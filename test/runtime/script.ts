/**
 * A file of runtime/ as its header says it is, and as its text shows that it is.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const RUNTIME_DIR = join(__dirname, '..', '..', 'runtime');

/** Before a command: the beginning of a line, an operator, or a word of the shell. */
const COMMAND = String.raw`(?:^|[;|&({!)]|\b(?:if|elif|while|until|then|do|else|trap)\b|\bwrite_private \S+)\s*`;

/** Code at the top of a file, or of a function in it. */
interface Code {
  readonly text: string;
  /** The functions that it calls, of all that any script has. */
  readonly calls: string[];
  /** The variables in capitals that have to be there. */
  readonly needs: string[];
  /** Those that may be. */
  readonly mayRead: string[];
}

export class Script {
  /** Every file of runtime/, by name. */
  public static all(): Map<string, Script> {
    const texts = readdirSync(RUNTIME_DIR).map((name): [string, string] => [name, readFileSync(join(RUNTIME_DIR, name), 'utf8')]);
    const functions = texts.flatMap(([, text]) => all(text, /^(\w+)\(\) \{$/gm));
    return new Map(texts.map(([name, text]) => [name, new Script(name, text, functions)]));
  }

  public readonly isLibrary: boolean;
  /** The libraries that it sources itself. */
  public readonly sources: string[];
  public readonly sourcesSetEnv: boolean;
  public readonly top: Code;
  public readonly functions: Map<string, Code>;
  /** The variables in capitals that it gives a value. */
  public readonly assigns: string[];
  /** What it insists on at its beginning. */
  public readonly checks: string[];

  private constructor(public readonly name: string, private readonly text: string, allFunctions: string[]) {
    const code = text.split('\n').filter(line => !/^\s*#/.test(line)).join('\n');
    const bodies = [...code.matchAll(/^(\w+)\(\) \{\n([^]*?)^\}$/gm)];
    this.isLibrary = name.startsWith('lib-');
    this.sources = all(code, /^\. "\S+\/(lib-\S+\.sh)"$/gm);
    this.sourcesSetEnv = /^\. "\S+\/set\.env"$/m.test(code);
    this.assigns = unique([...all(code, /^\s*(?:readonly |export )?([A-Z][A-Z_]*)=/gm), ...all(code, /\$\{([A-Z][A-Z_]*):=/g)]);
    this.checks = all(code, /"\$\{([A-Z][A-Z_]*):\?\}"/g);
    this.top = parse(bodies.reduce((rest, [body]) => rest.replace(body, ''), code), allFunctions);
    this.functions = new Map(bodies.map(([, functionName, body]) => [functionName, parse(body, allFunctions)]));
  }

  /** The text of a header's entry, up to the next one; undefined where it has none. */
  public header(entry: string): string | undefined {
    const lines = this.text.split('\n').slice(1);
    const header = lines.slice(0, lines.findIndex(line => !line.startsWith('#'))).map(line => line.replace(/^# ?/, ''));
    const from = header.findIndex(line => line.startsWith(`${entry}:`));
    if (from === -1) return undefined;
    const length = header.slice(from + 1).findIndex(line => !/^ {4,}/.test(line));
    return header.slice(from, length === -1 ? undefined : from + 1 + length).join(' ').replace(`${entry}:`, '').replace(/\s+/g, ' ').trim();
  }

  /** All of the code, whoever calls it. */
  public get code(): Code[] {
    return [this.top, ...this.functions.values()];
  }
}

export function unique(words: string[]): string[] {
  return [...new Set(words)].sort();
}

function parse(text: string, allFunctions: string[]): Code {
  const calls = allFunctions.filter(name => new RegExp(`${COMMAND}${name}\\b(?!\\s*=)`, 'm').test(text));
  const read = [...text.matchAll(/\$\{([A-Z][A-Z_]*)(\}|[^}]*\})/g)];
  const mayRead = unique(read.filter(([, , rest]) => rest.startsWith(':-')).map(([, name]) => name));
  const needs = unique(read.map(([, name]) => name)).filter(name => !mayRead.includes(name));
  return { text, calls, needs, mayRead };
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, word]) => word);
}
