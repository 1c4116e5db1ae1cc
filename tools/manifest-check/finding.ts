/**
 * A problem, and how it is worded: where it is and which value is wrong.
 */

/** A problem and where in the object it is. */
export interface Finding {
  readonly path: string;
  readonly message: string;
}

/** A value that fills a screen does not help to find it. */
const SHOWN = 60;

/**
 * The path of a field, with brackets around a key that is no plain word, such as a label's.
 */
export function pathTo(parent: string, key: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) {
    return `${parent}["${key}"]`;
  }
  return parent ? `${parent}.${key}` : key;
}

/**
 * A value on one short line.
 */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/**
 * What a value is, without saying it: what a Secret holds must not get into the log of a build.
 */
export function sortOf(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}
