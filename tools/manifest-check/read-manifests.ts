/**
 * Reads the objects of a YAML file the way that kubectl does.
 */
import { readFileSync } from 'fs';
import { parseAllDocuments, Tags } from 'yaml';

/**
 * The objects of a file; throws, naming the file, where it cannot be read, is no proper YAML or holds no object at all.
 */
export function readManifests(file: string): unknown[] {
  try {
    const objects = parseManifests(readFileSync(file, 'utf8'));
    if (objects.length === 0) {
      throw new Error('holds no object');
    }
    return objects;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * The objects of a text; throws where it is no proper YAML.
 */
export function parseManifests(text: string): unknown[] {
  return parseAllDocuments(text, { version: '1.1', customTags: withoutTimes }).map(document => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) {
      throw problem;
    }
    return document.toJS() as unknown;
  }).filter(object => object !== null);
}

/** kubectl's YAML has the booleans and octal numbers of version 1.1, but takes 2024-01-31 and 12:30 for strings. */
function withoutTimes(tags: Tags): Tags {
  return tags.filter(tag => typeof tag === 'string' || !('format' in tag && tag.format === 'TIME') && tag.tag !== 'tag:yaml.org,2002:timestamp');
}
