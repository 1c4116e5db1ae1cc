/**
 * `tsx tools/manifest-check/update-schemas.ts >tools/manifest-check/schemas.jsonl`: prints the API of each release below, from the
 * document inside its Go module. Needs Go, and only when a release is added: who checks manifests needs the file alone.
 *
 * A line is one definition and the releases that have it so: most of them differ in few, and a new one shows as the lines it adds.
 */
import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { Definition } from './definitions';

const RELEASES = [
  '1.28.15', '1.29.15', '1.30.14', '1.31.14', '1.32.13', '1.33.13', '1.34.4', '1.35.4', '1.36.3', '1.37.2',
];

interface Document {
  readonly definitions: Record<string, unknown>;
  readonly paths: Record<string, { readonly post?: { readonly [GVK]?: GroupVersionKind } }>;
}

const GVK = 'x-kubernetes-group-version-kind';
interface GroupVersionKind { readonly group: string; readonly version: string; readonly kind: string }

process.stdout.write(definitionsOf(RELEASES).map(definition => `${JSON.stringify(definition)}\n`).join(''));

function definitionsOf(releases: string[]): Definition[] {
  const found = new Map<string, Definition & { readonly versions: string[] }>();
  for (const release of releases) {
    const document = documentOf(release);
    const kinds = kindsIn(document);
    for (const [name, schema] of Object.entries(document.definitions)) {
      const definition = { name, ...creatable(schema, kinds), schema: bare(schema) as object };
      const key = JSON.stringify(definition);
      found.set(key, { ...definition, versions: [...found.get(key)?.versions ?? [], release.replace(/\.\d+$/, '')] });
    }
  }
  return [...found.values()].sort((a, b) => a.name < b.name ? -1 : Number(a.name > b.name));
}

function documentOf(release: string): Document {
  // Elsewhere a go.mod could change what is fetched.
  const module = JSON.parse(execFileSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@v${release}`], { cwd: tmpdir(), encoding: 'utf8' })) as { Dir: string };
  return JSON.parse(readFileSync(join(module.Dir, 'api', 'openapi-spec', 'swagger.json'), 'utf8')) as Document;
}

/** What can be created by its own name: an Eviction, say, is made of a Pod that is there. */
function kindsIn({ paths }: Document): Set<string> {
  const posts = Object.entries(paths).filter(([path]) => !path.includes('{name}')).map(([, { post }]) => post?.[GVK]);
  return new Set(posts.filter(gvk => gvk !== undefined).map(kindOf));
}

function kindOf({ group, version, kind }: GroupVersionKind): string {
  return `${group ? `${group}/` : ''}${version} ${kind}`;
}

function creatable(schema: unknown, kinds: Set<string>): { readonly kind?: string } {
  const all = (schema as { [GVK]?: GroupVersionKind[] })[GVK] ?? [];
  const kind = all.length === 1 ? kindOf(all[0]) : '';
  return kinds.has(kind) ? { kind } : {};
}

/** Without what no check reads: the prose, and what is for a server or a client. Fields may be called the same. */
function bare(schema: unknown, key = ''): unknown {
  if (Array.isArray(schema) || typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const kept = Object.entries(schema).filter(([name]) => key === 'properties' || !(name === 'description' || name.startsWith('x-kubernetes-')));
  return Object.fromEntries(kept.map(([name, value]) => [name, bare(value, key === 'properties' ? '' : name)]));
}
