import { podSpec, synth, testChart } from './support';
import { NodePreference, RedisConfig, RedisShard } from '../src';

/** The match expression that a shard at home there gets. */
function expressionOf(home: NodePreference): unknown {
  const chart = testChart();
  new RedisShard(chart, 'a', { config: new RedisConfig(chart, 'redis'), home });
  const [term] = podSpec(synth(chart), 'StatefulSet', 'redis-a').affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution;
  return term.preference.matchExpressions[0];
}

test.each([
  [NodePreference.labelled('disk', 'a'), { key: 'disk', operator: 'In', values: ['a'] }, 'disk=a', 'disk=a'],
  [NodePreference.in('disk', ['a', 'b']), { key: 'disk', operator: 'In', values: ['a', 'b'] }, 'disk in (a,b)', 'disk=a'],
  [NodePreference.notIn('disk', ['a']), { key: 'disk', operator: 'NotIn', values: ['a'] }, 'disk notin (a)', undefined],
  [NodePreference.exists('disk'), { key: 'disk', operator: 'Exists' }, 'disk', 'disk='],
  [NodePreference.doesNotExist('disk'), { key: 'disk', operator: 'DoesNotExist' }, '!disk', undefined],
  [NodePreference.greaterThan('rack', 7), { key: 'rack', operator: 'Gt', values: ['7'] }, 'rack>7', undefined],
  [NodePreference.lessThan('rack', 7), { key: 'rack', operator: 'Lt', values: ['7'] }, 'rack<7', undefined],
])('$selector matches as Kubernetes does', (preference, expression, selector, label) => {
  expect(expressionOf(preference)).toEqual(expression);
  expect(preference.selector).toBe(selector);
  expect(preference.label).toBe(label);
});

test('a weight is the preference\'s own, or that of its role', () => {
  const chart = testChart();
  const config = new RedisConfig(chart, 'redis');
  new RedisShard(chart, 'a', { config, home: NodePreference.labelled('disk', 'a', { weight: 70 }), backup: NodePreference.labelled('disk', 'b') });
  const terms = podSpec(synth(chart), 'StatefulSet', 'redis-a').affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution;
  expect(terms.map(({ weight }: { weight: number }) => weight)).toEqual([70, 20]);
});
