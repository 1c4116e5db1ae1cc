/**
 * Which shards there are, and where they go. One test per rule: what is refused, and in which words.
 */
import * as kplus from 'cdk8s-plus-28';
import { building } from './building';
import { NodePreference, PlacementPolicy, RedisConfig, RedisShard, TopologySpread } from '../../src';
import { testChart } from '../support';

const shard = (name: string, home?: NodePreference, backup?: NodePreference) => ({ name, home, backup });
const node = (value: string, weight?: number) => NodePreference.labelled('disk', value, { weight });

describe('weights', () => {
  test.each([0, 101, 50.5, -1, NaN])('%d is no weight', weight => {
    expect(() => node('x', weight)).toThrow(`weight of the NodePreference for "disk" is ${weight}; allowed: a whole number from 1 to 100.`);
  });

  test.each([1, 100])('%d is one', weight => {
    expect(node('x', weight).weight).toBe(weight);
  });

  test('a home weight that is not above the backup weight', () => {
    expect(building({ shards: [shard('a', node('1', 50), node('2', 50)), shard('b')] })).toThrow(
      'home weight of shard "a" is 50; allowed: more than its backup weight (50), because the shard would not prefer its home node. '
      + 'Use for example 80 for the home node and 20 for the backup node.',
    );
  });
});

describe('nodes', () => {
  test('two shards with the same home', () => {
    expect(building({ shards: [shard('a', node('1')), shard('b', node('1'))] })).toThrow(
      'home of shard "a" is "disk=1"; allowed: a node that is not the home of shard "b" too, because one dead node would take both copies.',
    );
  });

  test('two homes that one node can satisfy', () => {
    expect(building({ shards: [shard('a', NodePreference.in('disk', ['1', '2'])), shard('b', node('2'))] })).toThrow('home of shard "a" is "disk in (1,2)"');
  });

  test('a backup that is another shard\'s home', () => {
    expect(building({ shards: [shard('a', node('1'), node('2')), shard('b', node('2'))] })).toThrow(
      'backup of shard "a" is "disk=2"; allowed: a node that is not the home of shard "b", '
      + 'because after one failure a second one there would take both copies. '
      + 'Give every shard a backup node of its own, or leave the backup out.',
    );
  });

  test('a backup for a shard that keeps to its home', () => {
    expect(building({ shards: [shard('a', node('1'), node('2')), shard('b')], shardPods: { placement: PlacementPolicy.HOME } })).toThrow(
      'backup of shard "a" is "disk=2"; allowed: none with placement PlacementPolicy.HOME, because the shard would never run there. '
      + 'Leave the backup out, or use PlacementPolicy.HOME_OR_BACKUP.',
    );
  });

  test('a backup whose weight is not below the home\'s, where one of the two is required', () => {
    const placement = PlacementPolicy.HOME_OR_BACKUP;
    expect(building({ shards: [shard('a', node('1', 50), node('2', 50)), shard('b')], shardPods: { placement } }))
      .toThrow('home weight of shard "a" is 50; allowed: more than its backup weight (50)');
  });

  test('a label key that Kubernetes refuses', () => {
    expect(() => NodePreference.exists('-disk')).toThrow('key of a NodePreference is "-disk"; allowed: letters, digits');
  });

  test('a label value that Kubernetes refuses', () => {
    expect(() => node('a b')).toThrow('value of the NodePreference for "disk" is "a b"; allowed: letters, digits');
  });

  test('a preference for none of no values', () => {
    expect(() => NodePreference.in('disk', [])).toThrow('values of the NodePreference for "disk" is []; allowed: one value or more.');
  });

  test.each([1.5, -1, 2 ** 53])('a comparison with %d', value => {
    expect(() => NodePreference.greaterThan('rack', value)).toThrow(
      `value of the NodePreference for "rack" is ${value}; allowed: a whole number from 0 to 2^53 - 1.`,
    );
  });

  test('a backup that is the home itself', () => {
    expect(building({ shards: [{ name: 'a', home: node('1'), backup: node('1') }, { name: 'b', home: node('2') }] })).toThrow(
      'backup of shard "a" is "disk=1"; allowed: a node that is not its home, because where the home node is gone, so is the backup. '
      + 'Name another node, or leave the backup out.',
    );
  });
});

describe('shards', () => {
  test('fewer than two', () => {
    expect(building({ shards: [{ name: 'a' }] })).toThrow(
      'shards is ["a"]; allowed: two shards or more, three recommended, because a single copy has nothing to fail over to.',
    );
  });

  test('two of one name', () => {
    expect(building({ shards: [{ name: 'a' }, { name: 'a' }] })).toThrow('name of shards[1] is "a"; allowed: a name that no other shard of the set has.');
  });

  test.each(['', 'sentinel', 'sentinel-headless'])('"%s" as a name', name => {
    expect(building({ shards: [{ name: 'a' }, { name }] })).toThrow(
      `name of shards[1] is "${name}"; allowed: a name that is not empty, not "sentinel" and not "sentinel-headless", `
      + 'because it makes the object name redis-<shard>, and those of the sentinels are taken.',
    );
  });

  test('a RedisShard that its RedisConfig does not know', () => {
    const chart = testChart();
    const config = new RedisConfig(chart, 'redis');
    expect(() => new RedisShard(chart, 'd', { config })).toThrow(
      '"d" is no shard of redis; its shards are a, b, c. Add it to the shards of its RedisConfig.',
    );
  });
});

test('a topology spread of nothing', () => {
  expect(building({ sentinelPods: { topologySpread: [{ topology: kplus.Topology.ZONE, maxSkew: 0 }] } })).toThrow(
    'topologySpread[0].maxSkew is 0; allowed: a whole number from 1.',
  );
});

describe('two topology spreads over one label', () => {
  const spreadBy = (...topologySpread: TopologySpread[]) => building({ shardPods: { topologySpread } });
  const topology = kplus.Topology.ZONE;

  test('of one kind', () => {
    expect(spreadBy({ topology }, { topology, required: false, maxSkew: 2 })).toThrow(
      'topologySpread[1].topology is "topology.kubernetes.io/zone"; allowed: a label that no other preferred rule has (topologySpread[0] has it), '
      + 'because Kubernetes refuses a pod with two of them.',
    );
    expect(spreadBy({ topology, required: true }, { topology, required: true })).toThrow('a label that no other required rule has');
  });

  test('one preferred and one required are fine, and so are two labels', () => {
    expect(spreadBy({ topology }, { topology, required: true, maxSkew: 2 }, { topology: kplus.Topology.REGION })).not.toThrow();
  });
});
