import { DEFINITIONS, KUBERNETES_VERSIONS, Schema, versionWords } from '../../tools/manifest-check/definitions';
import { FIELDS, PARTS, SCALARS } from '../../tools/manifest-check/limits';
import { FORMATS } from '../../tools/manifest-check/scalars';
import { Validators } from '../../tools/manifest-check/validators';

const USED = ['v1', 'apps/v1', 'batch/v1', 'coordination.k8s.io/v1', 'networking.k8s.io/v1', 'policy/v1', 'rbac.authorization.k8s.io/v1'];
/** A number's format says how many bits it has. */
const NUMBERS = ['int32', 'int64', 'double'];

test('every version from 1.28 on is there', () => {
  expect(KUBERNETES_VERSIONS).toEqual(['1.28', '1.29', '1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36', '1.37']);
});

test.each([
  [['1.28'], '1.28'],
  [['1.28', '1.29', '1.30'], '1.28 to 1.30'],
  [['1.28', '1.30'], '1.28, 1.30'],
])('the versions %j are %p', (versions, words) => {
  expect(versionWords(versions)).toBe(words);
});

describe.each(KUBERNETES_VERSIONS)('the API of Kubernetes %s', version => {
  const here = DEFINITIONS.filter(({ versions }) => versions.includes(version));
  const schemas = new Map(here.map(({ name, schema }) => [name, schema]));

  test('has one definition of each name, of hundreds', () => {
    expect(schemas.size).toBe(here.length);
    expect(schemas.size).toBeGreaterThan(500);
  });

  test('refers to no definition and no format that is not there', () => {
    const text = JSON.stringify(here);
    const said = (key: string) => new Set([...text.matchAll(new RegExp(`"${key}":"([^"]*)"`, 'g'))].map(([, value]) => value));
    expect([...said('\\$ref')].filter(ref => !schemas.has(ref.replace('#/definitions/', '')))).toEqual([]);
    const known = [...Object.keys(FORMATS), ...NUMBERS, 'int-or-string'];
    expect([...said('format')].filter(format => !known.includes(format))).toEqual([]);
  });

  test('has the kinds that sets and their neighbours are of, each with a validator', () => {
    const validators = new Validators(version);
    for (const api of USED) {
      const kinds = validators.kindsOf(api);
      expect(kinds).not.toEqual([]);
      kinds.forEach(kind => expect(validators.check(api, kind, { apiVersion: api, kind, astray: 1 })).toContainEqual({
        path: 'astray', message: 'unknown field',
      }));
    }
  });

  test('has every definition and field that a limit is set to', () => {
    const fields = Object.keys(FIELDS).map(name => [name.replace(/\.\w+$/, ''), name.replace(/^.*\./, '')]);
    const missing = fields.filter(([owner, field]) => (schemas.get(owner) as Schema | undefined)?.properties?.[field] === undefined);
    expect(missing).toEqual([]);
    expect([...Object.keys(PARTS), ...Object.keys(SCALARS)].filter(name => !schemas.has(name))).toEqual([]);
  });
});
