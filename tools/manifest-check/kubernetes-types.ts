/**
 * The types of one Kubernetes version, read from the JavaScript client that was generated from its OpenAPI document: which
 * kinds an API has, which fields a type has, of which type, and which are required.
 */
import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import * as ts from 'typescript';
import { Limit, limitOf, preciseType } from './field-limits';

export type KubernetesVersion = '1.28' | '1.29';

/** The npm packages that were generated from each version's OpenAPI document. */
export const CLIENTS: ReadonlyMap<KubernetesVersion, string> = new Map([
  ['1.28', 'kubernetes-client-1.28'],
  ['1.29', '@kubernetes/client-node'],
]);

export const KUBERNETES_VERSIONS = [...CLIENTS.keys()];

export interface Field {
  readonly type: string;
  readonly required: boolean;
  readonly limit?: Limit;
}

/** The fields of a type, by name. */
export type Fields = ReadonlyMap<string, Field>;

/** What a value of a type looks like; `item` is the type of each value in it. */
export type Shape =
  | { readonly is: 'list'; readonly item: string }
  | { readonly is: 'map'; readonly item: string }
  | { readonly is: 'object'; readonly fields: Fields }
  | { readonly is: 'scalar' };

/**
 * What one version knows. Reads a file when it is first asked for, and keeps what it says.
 */
export class KubernetesTypes {
  private readonly folder: string;
  private readonly kinds = new Map<string, ReadonlyMap<string, string>>();
  private readonly shapes = new Map<string, Shape>();

  /**
   * @param client one of the npm packages
   */
  constructor(client: string) {
    this.folder = join(dirname(require.resolve(client)), 'gen');
  }

  /**
   * The types of the kinds of an API, by kind; none where the version does not have that API.
   */
  public kindsOf(apiVersion: string): ReadonlyMap<string, string> {
    return remembered(this.kinds, apiVersion, () => this.readKinds(apiVersion));
  }

  public shapeOf(type: string): Shape {
    return remembered(this.shapes, type, () => this.readShape(type));
  }

  private readKinds(apiVersion: string): ReadonlyMap<string, string> {
    const [, group = 'core', version] = /^(?:([a-z][a-z0-9.-]*)\/)?(v\d+(?:(?:alpha|beta)\d+)?)$/.exec(apiVersion) ?? [];
    if (!version) {
      return new Map();
    }
    const words = group.replace(/\.k8s\.io$/, '').split('.');
    const file = join(this.folder, 'api', `${words[0]}${words.slice(1).map(capitalised).join('')}${capitalised(version)}Api`);
    // The file's name has lost the suffix .k8s.io, but its addresses tell apps/v1 from apps.k8s.io/v1.
    const address = apiVersion.includes('/') ? `'/apis/${apiVersion}/` : `'/api/${apiVersion}/`;
    return existsSync(`${file}.d.ts`) && readFileSync(`${file}.js`, 'utf8').includes(address)
      ? kindsIn(readFileSync(`${file}.d.ts`, 'utf8'))
      : new Map();
  }

  private readShape(type: string): Shape {
    const list = /^Array<(.*)>$/.exec(type);
    if (list) {
      return { is: 'list', item: list[1] };
    }
    const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
    if (map) {
      return { is: 'map', item: map[1] };
    }
    const file = join(this.folder, 'model', `${type[0].toLowerCase()}${type.slice(1)}`);
    return existsSync(`${file}.d.ts`) ? { is: 'object', fields: fieldsIn(file, type) } : { is: 'scalar' };
  }
}

/** What can be created by its own name; `createNamespacedPodBinding`, say, is no kind but a part of a pod. */
function kindsIn(declarations: string): ReadonlyMap<string, string> {
  const created = [...declarations.matchAll(/\bcreate(?:Namespaced)?(\w+)\([^)]*?\bbody: (\w+)/g)];
  return new Map(created
    .filter(([, kind, type]) => new RegExp(`^([A-Z][a-z]+)?V\\d+((alpha|beta)\\d+)?${kind}$`).test(type))
    .map(([, kind, type]) => [kind, type]));
}

function fieldsIn(file: string, type: string): Fields {
  const source = ts.createSourceFile(file, readFileSync(`${file}.d.ts`, 'utf8'), ts.ScriptTarget.ES2022);
  const declared = source.statements.find((node): node is ts.ClassDeclaration => ts.isClassDeclaration(node) && node.name?.text === type);
  const wireNames = wireNamesIn(readFileSync(`${file}.js`, 'utf8'));
  const fields = new Map<string, Field>();
  for (const member of declared?.members ?? []) {
    // The instance's fields are quoted; the statics of the class are not.
    if (ts.isPropertyDeclaration(member) && ts.isStringLiteral(member.name) && member.type) {
      const name = wireNames.get(member.name.text) ?? member.name.text;
      const declaredType = member.type.getText(source).replace(/\s+/g, ' ');
      fields.set(name, {
        type: preciseType(type, name, declaredType),
        required: member.questionToken === undefined,
        limit: limitOf(type, name),
      });
    }
  }
  return fields;
}

/** The names that manifests use, by those of the class: `_from` is `from`, `x_kubernetes_…` is `x-kubernetes-…`. */
function wireNamesIn(code: string): ReadonlyMap<string, string> {
  return new Map([...code.matchAll(/"name": "(.*)",\s*"baseName": "(.*)"/g)].map(([, name, wireName]) => [name, wireName]));
}

function remembered<T>(memory: Map<string, T>, key: string, read: () => T): T {
  const value = memory.get(key) ?? read();
  memory.set(key, value);
  return value;
}

function capitalised(word: string): string {
  return `${word[0].toUpperCase()}${word.slice(1)}`;
}
