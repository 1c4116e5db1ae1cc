/**
 * The set.env of these tests has the variables of the one that the library renders.
 */
import { Testing } from 'cdk8s';
import { SET_ENV } from './answers';
import { RedisConfig } from '../../src';

test('is the one of a set of that name, but for the ids', () => {
  const config = new RedisConfig(Testing.chart(), 'shop');
  const rendered = Object.fromEntries(config.configMap.data['set.env'].trimEnd().split('\n').map(line => {
    const [, name, value] = /^(\w+)='(.*)'$/.exec(line)!;
    return [name, value];
  }));
  expect({ ...rendered, SENTINEL_IDS: SET_ENV.SENTINEL_IDS }).toEqual(SET_ENV);
  expect(Object.keys(rendered)).toEqual(Object.keys(SET_ENV));
});

test('has ids that Sentinel takes: 40 hexadecimal digits, as many as sentinels, none twice', () => {
  const config = new RedisConfig(Testing.chart(), 'shop', { sentinel: { replicas: 5 } });
  const ids = /^SENTINEL_IDS='(.*)'$/m.exec(config.configMap.data['set.env'])![1].split(' ');
  expect(new Set(ids).size).toBe(5);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{40}$/);
});
