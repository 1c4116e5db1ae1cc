/**
 * Words a validator's error for somebody who looks at a manifest.
 */
import { ErrorObject } from 'ajv';
import { Data } from './data';
import { Schema } from './definitions';
import { Finding, pathTo, shown, sortOf } from './finding';
import { nearest } from './nearest';
import { formatProblem } from './scalars';

const TYPES = new Map([
  ['array', 'a list'], ['boolean', 'true or false'], ['integer', 'an integer'], ['number', 'a number'], ['object', 'an object'], ['string', 'a string'],
]);

type Range = { readonly minimum: number; readonly maximum: number };

/**
 * @param manifest the whole object that the error is about
 */
export function findingOf({ keyword, instancePath, params, data, parentSchema, message }: ErrorObject, manifest: Data): Finding {
  const path = pathIn(manifest, instancePath);
  const tell = manifest.kind === 'Secret' && /^\/(data|stringData)(\/|$)/.test(instancePath) ? sortOf : shown;
  const values = params as Record<string, string & string[]>;
  switch (keyword) {
    case 'additionalProperties': {
      const name = values.additionalProperty;
      const guess = nearest(name, Object.keys((parentSchema as Schema).properties ?? {}));
      return { path: pathTo(path, name), message: `unknown field${guess ? `; did you mean ${guess}?` : ''}` };
    }
    case 'required': return { path: pathTo(path, values.missingProperty), message: 'required field is missing' };
    case 'type': return { path, message: `must be ${TYPES.get(values.type)}, but is ${tell(data)}` };
    case 'enum': return { path, message: `must be ${values.allowedValues.filter(value => value !== '').join(' or ')}, but is ${tell(data)}` };
    case 'minimum':
    case 'maximum': {
      const { minimum, maximum } = parentSchema as Range;
      return { path, message: `must be from ${minimum} to ${maximum}, but is ${tell(data)}` };
    }
    case 'format': return { path, message: formatProblem(values.format, data) };
    // Keywords of our own have their words, and the path from the part that they are about.
    default: return { path: values.path ? `${path}${path ? '.' : ''}${values.path}` : path, message: message! };
  }
}

/** A JSON pointer as a path: a number is an item where there is a list, and a key where there is none. */
function pathIn(manifest: Data, pointer: string): string {
  let value: unknown = manifest;
  return pointer.split('/').slice(1).map(part => part.replace(/~1/g, '/').replace(/~0/g, '~')).reduce((path, key) => {
    const here = Array.isArray(value) ? `${path}[${key}]` : pathTo(path, key);
    value = (value as Data)[key];
    return here;
  }, '');
}
