/**
 * What Kubernetes, Sentinel or the registry would refuse as a name. One test per rule: what is refused, and in which words.
 */
import * as kplus from 'cdk8s-plus-28';
import { building } from './building';
import { testChart } from '../support';

function secretValue(name: string, key: string): kplus.SecretValue {
  return { secret: kplus.Secret.fromSecretName(testChart(), 'Secret', name), key };
}

describe('names', () => {
  test.each(['Redis', '7redis', 'redis_a', 'redis-', ''])('"%s", which Kubernetes refuses', name => {
    expect(building({ name })).toThrow(
      `name is "${name}"; allowed: lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit, `
      + 'because the Service bears this name too.',
    );
  });

  test('a shard\'s name that Kubernetes refuses', () => {
    expect(building({ shards: [{ name: 'a' }, { name: 'B' }] })).toThrow('object name of shard "B" is "redis-B"; allowed: lower-case letters');
  });

  test('more than 52 characters with the shard\'s name', () => {
    const name = 'r'.repeat(43);
    expect(building({ name: `${name}`, shards: [{ name: 'a' }, { name: 'bbbbbbbbb' }] })).toThrow(
      `object name of shard "bbbbbbbbb" is "${name}-bbbbbbbbb"; allowed: at most 52 characters (these are 53), `
      + 'because Kubernetes derives longer names from it. Shorten name or the shard\'s name.',
    );
  });

  test('exactly 52 characters', () => {
    expect(building({ name: 'r'.repeat(43) })).not.toThrow();
  });

  test('a namespace that Kubernetes refuses', () => {
    expect(building({}, 'Default')).toThrow('namespace of the chart is "Default"; allowed: lower-case letters, digits and "-", at most 63 characters.');
  });

  test.each(['', 'cluster..local', 'Cluster.local', '.local'])('"%s" as cluster domain', clusterDomain => {
    expect(building({ clusterDomain })).toThrow(`clusterDomain is "${clusterDomain}"; allowed: lower-case letters, digits and "-" in parts joined by "."`);
  });

  test('a cluster domain with which host names get too long', () => {
    expect(building({ clusterDomain: Array(4).fill('x'.repeat(60)).join('.') })).toThrow('host name of shard "a" is "redis-a-0.redis-a.default.svc.xxx');
  });

  test('a Secret that Kubernetes refuses', () => {
    expect(building({ password: secretValue('Auth', 'password') })).toThrow('name of the password Secret is "Auth"; allowed: lower-case letters');
  });

  test.each(['pass word', '', '.', '..'])('"%s" as a Secret\'s key, which Kubernetes refuses', key => {
    expect(building({ password: secretValue('auth', key) })).toThrow(
      `key of the password Secret is "${key}"; allowed: letters, digits, "-", "_" and ".", at most 253 characters, but not "." and "..".`,
    );
  });

  test('a master name that Sentinel refuses', () => {
    expect(building({ sentinel: { masterName: 'my master' } })).toThrow(
      'sentinel.masterName is "my master"; allowed: letters, digits, ".", "_" and "-", because Sentinel takes no others.',
    );
  });

  test('a PriorityClass that Kubernetes refuses', () => {
    expect(building({ shardPods: { priorityClassName: 'High' } })).toThrow('priorityClassName is "High"; allowed: lower-case letters');
  });

  test('a pull Secret that Kubernetes refuses', () => {
    expect(building({ image: { pullSecrets: [secretValue('Registry', 'x').secret] } })).toThrow('name of image.pullSecrets[0] is "Registry"');
  });
});

describe('labels', () => {
  test.each([
    [{ '-x': 'y' }, 'key in labels is "-x"; allowed: letters'],
    [{ '/x': 'y' }, 'key in labels is "/x"; allowed: letters'],
    [{ 'Example.com/x': 'y' }, 'domain of the key in labels "Example.com/x" is "Example.com"; allowed: lower-case letters'],
    [{ x: 'a b' }, 'labels.x is "a b"; allowed: letters'],
    [{ x: 'a'.repeat(64) }, 'at most 63 characters'],
  ])('%j, which Kubernetes refuses', (labels, message) => {
    expect(building({ labels })).toThrow(message);
  });

  test('the label that the selectors match', () => {
    expect(building({ labels: { app: 'shop' } })).toThrow(
      'labels.app is "shop"; allowed: any label but "app", because the selectors match it. Leave it out; every object bears its own name as "app".',
    );
  });

  test('an empty value and a key with a domain are fine', () => {
    expect(building({ labels: { 'example.com/team': '' } })).not.toThrow();
  });
});

describe('image', () => {
  test.each(['', 'Redis:7', 'redis:', 'redis:7:8', 'registry:port/redis', 'redis@sha256:xyz', '-x/redis'])('"%s", which is no image reference', name => {
    expect(building({ image: { name } })).toThrow(
      `image.name is "${name}"; allowed: [registry[:port]/]repository[:tag][@digest], such as redis:7.2.5-alpine3.20.`,
    );
  });

  test.each(['redis:6.2.14', 'redis:7.0.5-alpine', 'registry.example:5000/library/redis:5'])('"%s", which is too old', name => {
    expect(building({ image: { name } })).toThrow(
      `image.name is "${name}"; allowed: Redis 7.0.6 or newer, because older ones do not fail over while the name of the dead master does not resolve.`,
    );
  });

  test.each([
    'redis', 'redis:7', 'redis:7.0', 'redis:7.0.6', 'redis:8.0.0-bookworm', 'valkey/valkey:8.0', 'registry.example:5000/a/b/redis:latest',
    'localhost/redis:alpine', `redis:7.2.5@sha256:${'0'.repeat(64)}`,
  ])('"%s" is fine', name => {
    expect(building({ image: { name } })).not.toThrow();
  });
});
