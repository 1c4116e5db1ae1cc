/**
 * The article's objects with the article's values, but for the differences that docs/differences-from-the-article.md lists.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdk8s';
import { articleManifests } from './article/manifests';
import { find, Manifest, synth } from './support';
import { ArticleChart } from '../examples/article/chart';

/** Which values of the article are not found again, and the row in the page's table of differences that says why. */
const DIFFERENCES: [values: RegExp, row: string][] = [
  [/^ConfigMap.*\/(redis-master.conf|redis.conf|sentinel.conf)\/(requirepass|masterauth|sentinel auth-pass)/, 'Password'],
  [/^ConfigMap.*\/(redis-master.conf\/|redis.conf\/replicaof|sentinel.conf\/sentinel monitor)/, 'Roles'],
  [/^StatefulSet.*\/redis-server\/args\/0 (master|slave)$/, 'Roles'],
  [/^StatefulSet.*\/volumeMounts\/redis-data\/mountPath/, 'Data mount'],
  [/^StatefulSet.*\/hostPath\/type/, 'hostPath type'],
  [/^Deployment.*\/(command\/1|mountPath) \/home\/redis/, 'Sentinel\'s scripts'],
  [/^Service\/defaultapp-redis-sentinel\/spec\/type/, 'Sentinel Service'],
];

const ours = synth(new ArticleChart(new App(), 'article'));
const missing = articleManifests().flatMap(wanted => {
  const name = wanted.metadata.name;
  const found = new Set(valuesOf(find(ours, wanted.kind, name)));
  return valuesOf(wanted).filter(value => !found.has(value)).map(value => `${wanted.kind}/${name}/${value}`);
});

test('every value of the article is there, or among the known differences', () => {
  expect(missing.filter(value => !DIFFERENCES.some(([values]) => values.test(value)))).toEqual([]);
});

test.each(DIFFERENCES)('the difference %s exists and has its row on the page: %s', (values, row) => {
  const page = readFileSync(join(__dirname, '..', 'docs', 'differences-from-the-article.md'), 'utf8');
  expect(missing.some(value => values.test(value))).toBe(true);
  expect(page).toContain(`| ${row} |`);
});

test('what the article writes in redis-master.conf stands in the one redis.conf', () => {
  const [config] = articleManifests();
  const data = find(ours, 'ConfigMap', config.metadata.name).data;
  const settings = config.data['redis-master.conf'].filter((line: string) => !/^(requirepass|masterauth)/.test(line));
  expect(data['redis.conf'].split('\n')).toEqual(expect.arrayContaining(settings));
});

/** Every value in the tree with its path; list items go by name where they have one, since their order says nothing. */
function valuesOf(node: Manifest, path = ''): string[] {
  if (typeof node === 'string' && path.endsWith('.conf')) {
    return valuesOf(node.trimEnd().split('\n'), path);
  }
  if (Array.isArray(node)) {
    return path.endsWith('.conf')
      ? node.map(line => `${path}/${line}`)
      : node.flatMap((item, i) => valuesOf(item, `${path}/${item.name ?? i}`));
  }
  if (typeof node === 'object') {
    return Object.entries(node).flatMap(([key, value]) => valuesOf(value, path ? `${path}/${key}` : key));
  }
  // A trailing slash in a mount path says nothing.
  return [`${path} ${String(node).replace(/(.)\/$/, '$1')}`];
}
