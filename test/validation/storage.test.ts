/**
 * Folders on the nodes, and sets that would get in each other's way. One test per rule: what is refused, and in which words.
 */
import { App, Chart } from 'cdk8s';
import { HostPathVolumeType } from 'cdk8s-plus-28';
import { building } from './building';
import { RedisSentinelHostPath, RedisSentinelHostPathProps } from '../../src';

describe('hostPath', () => {
  const stored = (path: string) => building({ shardPods: { storage: { path } } });

  test.each(['data', './data', ''])('"%s", which is not absolute', path => {
    expect(stored(path)).toThrow(`storage.path is "${path}"; allowed: an absolute path, such as /data/redis_data.`);
  });

  test.each(['/', '//', '/var', '/var/', '/mnt'])('"%s", which holds more than data', path => {
    expect(stored(path)).toThrow(`storage.path is "${path}"; allowed: a folder on the local disk made for data, such as /data/redis_data, because`);
  });

  test.each(['/etc', '/usr/local/redis', '/var/lib/kubelet/redis', '/proc', '/tmp/redis', '/data/./../etc'])('"%s", which is the system\'s', path => {
    expect(stored(path)).toThrow(`storage.path is "${path}"; allowed: a`);
  });

  test.each(['/data/a:b', '/data/\n'])('%j, which no volume can be', path => {
    expect(stored(path)).toThrow('allowed: a path without "..", ":" and line breaks.');
  });

  test.each(['/data', '/data/redis_data/', '/mnt/ssd', '/var/lib/redis', '/etcetera'])('"%s" is fine', path => {
    expect(stored(path)).not.toThrow();
  });
});

test.each([HostPathVolumeType.SOCKET, HostPathVolumeType.FILE, HostPathVolumeType.BLOCK_DEVICE])('a hostPath of the type %s', type => {
  expect(building({ shardPods: { storage: { type } } })).toThrow(
    `storage.type is "${type}"; allowed: "Directory", "DirectoryOrCreate", "", because Redis keeps its data in a folder.`,
  );
});

test.each([HostPathVolumeType.DIRECTORY_OR_CREATE, HostPathVolumeType.DEFAULT])('a hostPath of the type "%s" is fine', type => {
  expect(building({ shardPods: { storage: { type } } })).not.toThrow();
});

describe('two sets in one app', () => {
  const inApp = (app: App, chartId: string, props: RedisSentinelHostPathProps, namespace = 'shop') =>
    new RedisSentinelHostPath(new Chart(app, chartId, { namespace }), 'redis', props);

  test('with the same names', () => {
    const app = new App();
    inApp(app, 'one', {});
    expect(() => inApp(app, 'two', {})).toThrow(
      'two/redis/Config and one/redis/Config both make the ConfigMap shop/redis-config; one would overwrite the other. '
      + 'Give each set a name of its own in its namespace, or put them into different namespaces.',
    );
  });

  test('where a shard of one has the name of another\'s', () => {
    const app = new App();
    inApp(app, 'one', { name: 'redis', shards: [{ name: 'a-b' }, { name: 'c' }] });
    expect(() => inApp(app, 'two', { name: 'redis-a', shards: [{ name: 'b' }, { name: 'c' }] })).toThrow('both make the StatefulSet shop/redis-a-b');
  });

  test('with folders inside each other', () => {
    const app = new App();
    inApp(app, 'one', { name: 'one', shardPods: { storage: { path: '/data/' } } });
    expect(() => inApp(app, 'two', { name: 'two', shardPods: { storage: { path: '/data/shop/one-a-0' } } })).toThrow(
      'two/redis/Shard-a and one/redis/Shard-a would both keep data in /data/shop/one-a-0/shop/two-a-0 on the same node. '
      + 'Give one of them another storage.path.',
    );
  });

  test('with folders around each other', () => {
    const app = new App();
    inApp(app, 'one', { name: 'one', shardPods: { storage: { path: '/data/shop/two-a-0' } } });
    expect(() => inApp(app, 'two', { name: 'two', shardPods: { storage: { path: '/data' } } })).toThrow('on the same node');
  });

  test('with the same folders in two namespaces, where the namespace is no part of them', () => {
    const app = new App();
    const shardPods = { storage: { perNamespace: false } };
    inApp(app, 'one', { shardPods });
    expect(() => inApp(app, 'two', { shardPods }, 'warehouse')).toThrow(
      'two/redis/Shard-a and one/redis/Shard-a would both keep data in /data/redis_data/redis-a-0 on the same node. Give one of them another storage.path.',
    );
  });

  test('where a shard of one makes the Service of another\'s sentinels', () => {
    const app = new App();
    inApp(app, 'one', { name: 'redis' });
    expect(() => inApp(app, 'two', { name: 'redis-sentinel', shards: [{ name: 'headless' }, { name: 'b' }] }))
      .toThrow('both make the Service shop/redis-sentinel-headless; one would overwrite the other.');
  });

  test('with different names, or in different namespaces, is fine', () => {
    const app = new App();
    inApp(app, 'one', {});
    expect(() => inApp(app, 'two', { name: 'other' })).not.toThrow();
    expect(() => inApp(app, 'three', {}, 'warehouse')).not.toThrow();
  });

  test('with the same names in another app is fine', () => {
    inApp(new App(), 'one', {});
    expect(() => inApp(new App(), 'one', {})).not.toThrow();
  });
});
