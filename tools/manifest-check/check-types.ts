/**
 * Holds a value against a Kubernetes type: unknown fields, missing required fields, values of the wrong type.
 */
import { Fields, KubernetesTypes } from './kubernetes-types';
import { nearest } from './nearest';

/** A problem and where in the object it is. */
export interface Finding {
  readonly path: string;
  readonly message: string;
}

/**
 * What is wrong with an object as a whole, or with the part of it at `path`.
 */
export function checkType(types: KubernetesTypes, type: string, value: unknown, path = ''): Finding[] {
  const list = /^Array<(.*)>$/.exec(type);
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type.replace(/\s+/g, ' '));
  if (list) {
    return Array.isArray(value)
      ? value.flatMap((item, i) => checkType(types, list[1], item, `${path}[${i}]`))
      : mistyped(path, 'a list', value);
  }
  if (map) {
    return isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => checkType(types, map[1], item, join(path, key)))
      : mistyped(path, 'an object', value);
  }
  const fields = types.fieldsOf(type);
  if (fields) {
    return isObject(value) ? checkFields(types, fields, value, path) : mistyped(path, 'an object', value);
  }
  return checkScalar(type, value, path);
}

function checkFields(types: KubernetesTypes, fields: Fields, value: Record<string, unknown>, path: string): Finding[] {
  const missing = [...fields]
    .filter(([name, field]) => field.required && value[name] === undefined)
    .map(([name]) => ({ path: join(path, name), message: 'required field is missing' }));
  const present = Object.entries(value).flatMap(([name, item]): Finding[] => {
    const field = fields.get(name);
    if (!field) {
      const guess = nearest(name, [...fields.keys()]);
      return [{ path: join(path, name), message: `unknown field${guess ? `; did you mean ${guess}?` : ''}` }];
    }
    return checkType(types, field.type, item, join(path, name));
  });
  return [...missing, ...present];
}

function checkScalar(type: string, value: unknown, path: string): Finding[] {
  switch (type) {
    case 'string': return typeof value === 'string' ? [] : mistyped(path, 'a string', value);
    // The kinds that are checked here have no fractions.
    case 'number': return Number.isInteger(value) ? [] : mistyped(path, 'an integer', value);
    case 'boolean': return typeof value === 'boolean' ? [] : mistyped(path, 'true or false', value);
    case 'IntOrString': return typeof value === 'string' || Number.isInteger(value) ? [] : mistyped(path, 'an integer or a string', value);
    case 'Date': return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? [] : mistyped(path, 'a date and time', value);
    case 'object':
    case 'any': return [];
    default: throw new Error(`${path}: the Kubernetes client has a type that this checker does not know: ${type}`);
  }
}

function mistyped(path: string, wanted: string, value: unknown): Finding[] {
  return [{ path, message: `must be ${wanted}, but is ${JSON.stringify(value)}` }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, key: string): string {
  const part = /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? key : `["${key}"]`;
  return path && !part.startsWith('[') ? `${path}.${part}` : `${path}${part}`;
}
