import { posix } from 'path';
import { Construct, IConstruct } from 'constructs';
import { withoutExtraSlashes } from './rules/storage-rules';

/**
 * What the sets of one app have taken so far, by the app's root construct.
 */
interface Claims {
  /** Who owns an object name. */
  readonly names: Map<string, string>;
  /** Who owns a folder. */
  readonly folders: Map<string, string>;
  /** Who owns a folder somewhere below this one. */
  readonly parents: Map<string, string>;
}

const CLAIMS = new WeakMap<IConstruct, Claims>();

/**
 * Takes an object's name for `owner`.
 *
 * @throws if another set of the app has it
 */
export function claimName(owner: Construct, kind: string, namespace: string, name: string): void {
  const { names } = claimsOf(owner);
  const key = `${kind} ${namespace}/${name}`;
  const other = names.get(key);
  if (other !== undefined) {
    throw new Error(
      `${owner.node.path} and ${other} both make the ${key}; one would overwrite the other. `
      + 'Give each set a name of its own in its namespace, or put them into different namespaces.',
    );
  }
  names.set(key, owner.node.path);
}

/**
 * Takes a folder on the nodes for `owner`. Which nodes is not known here, so a folder is taken on all of them.
 *
 * @throws if it is, contains or lies in another set's folder
 */
export function claimFolder(owner: Construct, path: string): void {
  const { folders, parents } = claimsOf(owner);
  const folder = withoutExtraSlashes(path);
  const ancestors = ancestorsOf(folder);
  const other = [folder, ...ancestors].map(taken => folders.get(taken)).find(taken => taken !== undefined) ?? parents.get(folder);
  if (other !== undefined) {
    throw new Error(
      `${owner.node.path} and ${other} would both keep data in ${folder} on the same node. `
      + 'Give one of them another storage.path.',
    );
  }
  folders.set(folder, owner.node.path);
  ancestors.forEach(ancestor => parents.set(ancestor, owner.node.path));
}

function claimsOf(owner: Construct): Claims {
  const root = owner.node.root;
  const claims = CLAIMS.get(root) ?? { names: new Map(), folders: new Map(), parents: new Map() };
  CLAIMS.set(root, claims);
  return claims;
}

function ancestorsOf(folder: string): string[] {
  const parent = posix.dirname(folder);
  return parent === folder ? [] : [parent, ...ancestorsOf(parent)];
}
