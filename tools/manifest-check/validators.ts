/**
 * A validator for each kind of one Kubernetes version: Ajv, with the version's own API documents made strict and completed by
 * the limits.
 */
import Ajv, { SchemaValidateFunction } from 'ajv';
import { MEANINGS } from './check-meaning';
import { checkChoice, Choice } from './choice';
import { Data } from './data';
import { DEFINITIONS, Schema } from './definitions';
import { Finding } from './finding';
import { findingOf } from './finding-of';
import { FIELDS, PARTS, SCALARS } from './limits';
import { checkScalar, FORMATS } from './scalars';

/**
 * What one version knows. A kind is compiled when it is first asked for.
 */
export class Validators {
  // A validator has few objects to look at: code that is made quickly is better than code that runs quickly.
  private readonly ajv = new Ajv({ allErrors: true, verbose: true, strict: false, validateSchema: false, code: { optimize: false } });
  private readonly kinds = new Map<string, Map<string, string>>();

  /**
   * @param version one of the Kubernetes versions
   */
  constructor(version: string) {
    const here = DEFINITIONS.filter(({ versions }) => versions.includes(version));
    const schemas = new Map(here.map(({ name, schema }) => [name, schema]));
    const definitions = Object.fromEntries([...schemas].map(([name, schema]) => [name, completed(name, schema, schemas)]));
    for (const { name, kind: created } of here.filter(({ kind }) => kind !== undefined)) {
      const [api, kind] = created!.split(' ');
      this.kinds.set(api, (this.kinds.get(api) ?? new Map<string, string>()).set(kind, name));
    }
    Object.entries(FORMATS).forEach(([name, { accepts }]) => this.ajv.addFormat(name, accepts));
    ['int32', 'int64', 'double'].forEach(name => this.ajv.addFormat(name, true));
    this.addKeyword('choice', 'object', (choice: Choice, value) => checkChoice(choice, value as Data).map(message => ({ path: '', message })));
    this.addKeyword('meaning', 'object', (rules: (keyof typeof MEANINGS)[], value, whole) =>
      rules.flatMap(rule => MEANINGS[rule](value as Data, whole)));
    this.addKeyword('scalar', undefined, (name: string, value) => checkScalar(name, value).map(message => ({ path: '', message })));
    this.ajv.addSchema({ $id: 'kubernetes', definitions });
  }

  /**
   * The kinds of an API; none where the version does not have that API.
   */
  public kindsOf(api: string): string[] {
    return [...this.kinds.get(api)?.keys() ?? []];
  }

  /**
   * @param kind one of the kinds of the API
   */
  public check(api: string, kind: string, manifest: Data): Finding[] {
    const $id = `kubernetes#/definitions/${this.kinds.get(api)!.get(kind)}`;
    const validate = this.ajv.getSchema($id)!;
    void validate(manifest);
    // What is no string is told of once, by its type.
    const errors = (validate.errors ?? []).filter(({ keyword, data }) => keyword !== 'enum' || typeof data === 'string');
    return errors.map(error => findingOf(error, manifest));
  }

  private addKeyword<T>(keyword: string, type: 'object' | undefined, check: (limit: T, value: unknown, whole: Data) => Finding[]): void {
    const validate: SchemaValidateFunction = (limit: T, value, _schema, context): boolean => {
      const findings = check(limit, value, context!.rootData as Data);
      validate.errors = findings.map(({ path, message }) => ({ keyword, message, params: { path } }));
      return findings.length === 0;
    };
    this.ajv.addKeyword({ keyword, type, errors: 'full', validate });
  }
}

/**
 * A definition in which an unknown field is a problem, with its limits.
 */
function completed(name: string, schema: Schema, schemas: ReadonlyMap<string, Schema>): object {
  if (schema.properties === undefined) {
    return SCALARS[name] ?? schema;
  }
  const properties = Object.fromEntries(Object.entries(schema.properties).map(([field, type]) => [field, { ...type, ...FIELDS[`${name}.${field}`] }]));
  return { ...schema, ...PARTS[name], properties, required: requiredIn(schema, schemas), additionalProperties: false };
}

/** The documents call every `spec` optional, but without it its required fields are missing. */
function requiredIn({ properties, required = [] }: Schema, schemas: ReadonlyMap<string, Schema>): string[] {
  const spec = schemas.get((properties?.spec?.$ref ?? '').replace('#/definitions/', ''));
  return [...new Set([...required, ...(spec?.required ?? []).length > 0 ? ['spec'] : []])];
}
