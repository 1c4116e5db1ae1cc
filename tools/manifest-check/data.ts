/**
 * Reads parts of an object of which nothing is sure.
 */

export type Data = Record<string, unknown>;

export function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value, or an empty object in place of anything else. */
export function objectOf(value: unknown): Data {
  return isObject(value) ? value : {};
}

/** The items of a list, each of them as an object, so that their numbers stay right; none for anything else. */
export function objectsIn(value: unknown): Data[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}
