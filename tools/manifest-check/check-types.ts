/**
 * Holds a value against a Kubernetes type: unknown fields, missing required fields, values of the wrong type or out of range.
 */
import { outside } from './field-limits';
import { Finding, pathTo, shown, sortOf } from './finding';
import { Fields, KubernetesTypes } from './kubernetes-types';
import { nearest } from './nearest';
import { Data, isObject } from './parts';
import { checkScalar } from './scalars';

/**
 * What is wrong with an object as a whole, or with the part of it at `path`.
 */
export function checkType(types: KubernetesTypes, type: string, value: unknown, path = ''): Finding[] {
  const shape = types.shapeOf(type);
  if (shape.is === 'scalar') {
    return checkScalar(type, value).map(message => ({ path, message }));
  }
  if (shape.is === 'list') {
    return Array.isArray(value)
      ? value.flatMap((item, i) => checkType(types, shape.item, item, `${path}[${i}]`))
      : [{ path, message: `must be a list, but is ${shown(value)}` }];
  }
  if (!isObject(value)) {
    const secret = shape.is === 'map' && ['Base64', 'SecretText'].includes(shape.item);
    return [{ path, message: `must be an object, but is ${secret ? sortOf(value) : shown(value)}` }];
  }
  return shape.is === 'map'
    ? Object.entries(value).flatMap(([key, item]) => checkType(types, shape.item, item, pathTo(path, key)))
    : checkFields(types, shape.fields, value, path);
}

function checkFields(types: KubernetesTypes, fields: Fields, value: Data, path: string): Finding[] {
  const missing = [...fields.keys()]
    .filter(name => value[name] === undefined && isRequired(types, fields, name))
    .map(name => ({ path: pathTo(path, name), message: 'required field is missing' }));
  const present = Object.entries(value).flatMap(([name, item]): Finding[] => {
    const here = pathTo(path, name);
    const field = fields.get(name);
    if (!field) {
      const guess = nearest(name, [...fields.keys()]);
      return [{ path: here, message: `unknown field${guess ? `; did you mean ${guess}?` : ''}` }];
    }
    const message = field.limit && outside(field.limit, item);
    return [...checkType(types, field.type, item, here), ...(message ? [{ path: here, message }] : [])];
  });
  return [...missing, ...present];
}

/** The client calls every `spec` optional, but without it its required fields are missing. */
function isRequired(types: KubernetesTypes, fields: Fields, name: string): boolean {
  const field = fields.get(name);
  const shape = name === 'spec' && field ? types.shapeOf(field.type) : undefined;
  return field?.required === true || (shape?.is === 'object' && [...shape.fields.values()].some(({ required }) => required));
}
