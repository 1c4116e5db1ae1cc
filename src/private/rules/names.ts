import { invalid } from './invalid';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/**
 * Pods, their hash labels and their host names grow out of a workload's name and have to fit 63 characters.
 */
const WORKLOAD_NAME_LIMIT = 52;

/**
 * A name for a StatefulSet or Deployment and the Service of the same name.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
 */
export function assertWorkloadName(prop: string, name: string): void {
  if (!SERVICE_NAME.test(name)) {
    throw invalid({
      prop,
      value: name,
      allowed: 'lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit',
      because: 'the Service bears this name too',
    });
  }
  if (name.length > WORKLOAD_NAME_LIMIT) {
    throw invalid({
      prop,
      value: name,
      allowed: `at most ${WORKLOAD_NAME_LIMIT} characters (these are ${name.length})`,
      because: 'Kubernetes derives longer names from it',
      remedy: 'Shorten name or the shard\'s name.',
    });
  }
}

/**
 * Two shards or more, each with a name of its own that Kubernetes takes.
 */
export function assertShardNames(prop: string, setName: string, shards: string[]): void {
  if (shards.length < 2) {
    throw invalid({
      prop,
      value: shards,
      allowed: 'two shards or more, three recommended',
      because: 'a single copy has nothing to fail over to',
    });
  }
  shards.forEach((shard, i) => {
    if (['', 'sentinel', 'sentinel-headless'].includes(shard)) {
      throw invalid({
        prop: `name of ${prop}[${i}]`,
        value: shard,
        allowed: 'a name that is not empty, not "sentinel" and not "sentinel-headless"',
        because: `it makes the object name ${setName}-<shard>, and those of the sentinels are taken`,
      });
    }
    if (shards.indexOf(shard) !== i) {
      throw invalid({ prop: `name of ${prop}[${i}]`, value: shard, allowed: 'a name that no other shard of the set has' });
    }
    assertWorkloadName(`object name of shard "${shard}"`, `${setName}-${shard}`);
  });
}

/**
 * A namespace: a DNS label.
 */
export function assertNamespace(prop: string, name: string): void {
  if (!DNS_LABEL.test(name) || name.length > 63) {
    throw invalid({ prop, value: name, allowed: 'lower-case letters, digits and "-", at most 63 characters' });
  }
}

/**
 * A DNS subdomain: labels joined by dots, such as a Secret's name or a cluster domain.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 */
export function assertSubdomain(prop: string, name: string): void {
  const fits = name.length <= 253 && name.split('.').every(part => DNS_LABEL.test(part) && part.length <= 63);
  if (!fits) {
    throw invalid({ prop, value: name, allowed: 'lower-case letters, digits and "-" in parts joined by ".", at most 253 characters' });
  }
}

/**
 * A key of a Secret's data.
 */
export function assertSecretKey(prop: string, key: string): void {
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key) || key === '.' || key === '..') {
    throw invalid({ prop, value: key, allowed: 'letters, digits, "-", "_" and ".", at most 253 characters, but not "." and ".."' });
  }
}

/**
 * The labels a user adds to every object.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function assertLabels(prop: string, labels: Record<string, string>): void {
  if ('app' in labels) {
    throw invalid({
      prop: `${prop}.app`,
      value: labels.app,
      allowed: 'any label but "app"',
      because: 'the selectors match it',
      remedy: 'Leave it out; every object bears its own name as "app".',
    });
  }
  for (const [key, value] of Object.entries(labels)) {
    assertLabelKey(`key in ${prop}`, key);
    assertLabelValue(`${prop}.${key}`, value);
  }
}

export function assertLabelKey(prop: string, key: string): void {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (!QUALIFIED_NAME.test(name) || name.length > 63 || prefix === '') {
    throw invalid({
      prop,
      value: key,
      allowed: 'letters, digits, "-", "_" and ".", at most 63 characters, beginning and ending with a letter or digit, after an optional "domain/"',
    });
  }
  if (prefix !== undefined) {
    assertSubdomain(`domain of the ${prop} "${key}"`, prefix);
  }
}

export function assertLabelValue(prop: string, value: string): void {
  if (value !== '' && (!QUALIFIED_NAME.test(value) || value.length > 63)) {
    throw invalid({
      prop,
      value,
      allowed: 'letters, digits, "-", "_" and ".", at most 63 characters, beginning and ending with a letter or digit',
    });
  }
}
