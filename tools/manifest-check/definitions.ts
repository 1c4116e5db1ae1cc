/**
 * The API of each Kubernetes version, as its own documents say it: `schemas.jsonl`, which `update-schemas.ts` prints.
 */
import { readFileSync } from 'fs';
import { join } from 'path';

/** A line of the file. */
export interface Definition {
  readonly name: string;
  /** The API and the kind, with a space between, of what can be created. */
  readonly kind?: string;
  readonly schema: Schema;
  /** The Kubernetes versions that have it so. */
  readonly versions: readonly string[];
}

/** As much of a JSON schema as is read here; a validator reads the rest. */
export interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export const DEFINITIONS = readFileSync(join(__dirname, 'schemas.jsonl'), 'utf8').trimEnd().split('\n').map(line => JSON.parse(line) as Definition);

/** From the oldest to the newest. */
export const KUBERNETES_VERSIONS: readonly string[] = [...new Set(DEFINITIONS.flatMap(({ versions }) => versions))]
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/**
 * Versions in words: those that follow each other by the first and the last of them.
 */
export function versionWords(versions: readonly string[]): string {
  const from = KUBERNETES_VERSIONS.indexOf(versions[0]);
  const inRow = versions.length > 1 && versions.every((version, i) => version === KUBERNETES_VERSIONS[from + i]);
  return inRow ? `${versions[0]} to ${versions[versions.length - 1]}` : versions.join(', ');
}
