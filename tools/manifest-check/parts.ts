/**
 * Finds the parts of an object that rules are about, whatever is wrong with the rest of it.
 */
import { pathTo } from './finding';
import { KubernetesTypes } from './kubernetes-types';

export type Data = Record<string, unknown>;

/** A part that has a generated type, such as each container. */
export interface Part {
  readonly type: string;
  readonly value: Data;
  readonly path: string;
}

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

/**
 * Every typed part of a value, from the outermost inwards. What has not the shape of its type is passed over: the check of
 * types tells of it.
 */
export function partsOf(types: KubernetesTypes, type: string, value: unknown, path = ''): Part[] {
  const shape = types.shapeOf(type);
  if (shape.is === 'list') {
    return Array.isArray(value) ? value.flatMap((item, i) => partsOf(types, shape.item, item, `${path}[${i}]`)) : [];
  }
  if (shape.is === 'scalar' || !isObject(value)) {
    return [];
  }
  if (shape.is === 'map') {
    return Object.entries(value).flatMap(([key, item]) => partsOf(types, shape.item, item, pathTo(path, key)));
  }
  const inner = Object.entries(value).flatMap(([name, item]) => {
    const field = shape.fields.get(name);
    return field ? partsOf(types, field.type, item, pathTo(path, name)) : [];
  });
  return [{ type, value, path }, ...inner];
}
