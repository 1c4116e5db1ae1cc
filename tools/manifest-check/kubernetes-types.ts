/**
 * The types of one Kubernetes version, read from the declarations that its JavaScript client was generated with: which
 * fields there are, of which type, and which are required.
 */
import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import * as ts from 'typescript';

/** The npm packages that were generated from each version's OpenAPI document. */
const CLIENTS = {
  1.28: 'kubernetes-client-1.28',
  1.29: '@kubernetes/client-node',
} as const;

export type KubernetesVersion = keyof typeof CLIENTS;
export const KUBERNETES_VERSIONS = Object.keys(CLIENTS).map(Number) as KubernetesVersion[];

export interface Field {
  readonly type: string;
  readonly required: boolean;
}

/** The fields of a type, by name. */
export type Fields = ReadonlyMap<string, Field>;

/**
 * What one version knows. Reads a type when it is first asked for, and keeps it.
 */
export class KubernetesTypes {
  private readonly folder: string;
  private readonly types = new Map<string, Fields | undefined>();

  constructor(version: KubernetesVersion) {
    this.folder = join(dirname(require.resolve(CLIENTS[version])), 'gen');
  }

  /**
   * The type of an object, or undefined where the version has no such kind in that API.
   */
  public typeOf(apiVersion: string, kind: string): string | undefined {
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
    const api = group.replace(/\.k8s\.io$/, '').split('.').map((part, i) => i === 0 ? part : capitalised(part)).join('');
    const file = join(this.folder, 'api', `${api}${capitalised(version)}Api.d.ts`);
    const known = existsSync(file) && new RegExp(`\\bcreate(Namespaced)?${kind}\\(`).test(readFileSync(file, 'utf8'));
    return known ? `${capitalised(version)}${kind}` : undefined;
  }

  /**
   * The fields of a type, or undefined where it is none of the generated ones.
   */
  public fieldsOf(type: string): Fields | undefined {
    if (!this.types.has(type)) {
      const file = join(this.folder, 'model', `${type[0].toLowerCase()}${type.slice(1)}.d.ts`);
      this.types.set(type, existsSync(file) ? fieldsIn(file, type) : undefined);
    }
    return this.types.get(type);
  }
}

function fieldsIn(file: string, type: string): Fields {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const declared = source.statements.find((node): node is ts.ClassDeclaration => ts.isClassDeclaration(node) && node.name?.text === type);
  const fields = new Map<string, Field>();
  for (const member of declared?.members ?? []) {
    // The instance's fields are quoted; the statics of the class are not.
    if (ts.isPropertyDeclaration(member) && ts.isStringLiteral(member.name) && member.type) {
      // JavaScript's reserved words got an underscore.
      const name = member.name.text.replace(/^_/, '');
      fields.set(name, { type: member.type.getText(source), required: member.questionToken === undefined });
    }
  }
  return fields;
}

function capitalised(word: string): string {
  return `${word[0].toUpperCase()}${word.slice(1)}`;
}
