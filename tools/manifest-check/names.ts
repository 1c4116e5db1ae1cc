/**
 * How an object may be called, which depends on its kind.
 */
import { Finding, shown } from './finding';

/** One rule, in words and as an expression. */
interface NameRule {
  readonly what: string;
  readonly pattern: RegExp;
}

export const DNS_LABEL = /^(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const SUBDOMAIN: NameRule = {
  what: 'a DNS subdomain',
  pattern: /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
};
/** A name of access rules stands in addresses only, and those of Kubernetes itself have a colon: `system:node`. */
const PATH_SEGMENT: NameRule = { what: 'usable in a path (no "/" or "%")', pattern: /^(?!\.{1,2}$)[^/%]+$/ };

const RULES = new Map<string, NameRule>([
  ['Namespace', { what: 'a DNS label', pattern: DNS_LABEL }],
  ['Service', { what: 'a DNS label that begins with a letter', pattern: /^(?=.{1,63}$)[a-z]([-a-z0-9]*[a-z0-9])?$/ }],
  ...['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'].map(kind => [kind, PATH_SEGMENT] as const),
]);

export function checkName(kind: string, name: unknown): Finding[] {
  const { what, pattern } = RULES.get(kind) ?? SUBDOMAIN;
  const valid = typeof name === 'string' && pattern.test(name);
  return valid ? [] : [{ path: 'metadata.name', message: `must be ${what}, but is ${shown(name)}` }];
}
