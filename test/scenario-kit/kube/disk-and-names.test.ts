/**
 * Faults of a node's disk and of the name service, as a running container meets them.
 */
import { existsSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Cluster } from './cluster';
import { Node } from './node';
import { smallService, smallStatefulSet } from './small-workloads';
import { run } from '../run-program';
import { until } from '../until';

const DESK = [
  smallService('desk'),
  smallStatefulSet('desk', {
    container: { command: ['sleep', '1000'], volumeMounts: [{ name: 'disk', mountPath: '/data', subPath: 'desk' }] },
    pod: { terminationGracePeriodSeconds: 0, volumes: [{ name: 'disk', hostPath: { path: '/ssd', type: 'Directory' } }] },
  }),
];

const NAME = 'desk-0.desk.default.svc.cluster.local';

describe('what a running container meets', () => {
  let cluster: Cluster;
  let node: Node;
  const sh = async (script: string, timeoutMs = 5_000) => cluster.pod('desk-0').container('main').running.exec(['sh', '-c', script], timeoutMs);
  const write = async (file: string, kibibytes: number) => sh(`dd if=/dev/zero of=/data/${file} bs=1k count=${kibibytes} 2>&1`);

  beforeAll(async () => {
    cluster = await Cluster.create('disk-and-names');
    node = await cluster.addNode('home');
    node.makeFolder('/ssd');
    await node.limitDisk(2);
    cluster.apply(DESK);
    await until(() => cluster.pod('desk-0').ready, { within: 10_000, what: 'desk-0 is ready', describe: () => cluster.describe() });
  });

  afterAll(async () => {
    const { disk } = node;
    await cluster.close();
    expect(await run('cat', ['/proc/mounts'])).not.toContain(disk);
  });

  test('on a disk of limited size', async () => {
    await write('fits', 1024);
    await expect(write('big', 1025)).rejects.toThrow('No space left on device');
    await sh('rm /data/big');
    await expect(node.limitDisk(1)).resolves.toBeUndefined();
    await node.limitDisk(2);
    await write('more', 4);
    await expect(node.limitDisk(1)).rejects.toThrow('are in use');
  });

  test('when the disk fills up, and is freed', async () => {
    await node.fillDisk();
    await expect(write('late', 4)).rejects.toThrow('No space left on device');
    await sh('rm /data/late /data/fits');
    await write('instead', 1024);
    await expect(write('late', 4)).rejects.toThrow('No space left on device');
    await node.freeDisk();
    await write('late', 4);
  });

  test('when the disk turns read-only, and writable again', async () => {
    await node.makeDiskReadOnly();
    await expect(write('refused', 1)).rejects.toThrow('Read-only file system');
    await sh('cat /data/late > /dev/null');
    await node.makeDiskWritable();
    await write('accepted', 1);
  });

  test('no disk turns read-only under a file that is open for writing', async () => {
    const holder = sh('exec 5> /data/held; while ! test -e /data/enough; do sleep 0.1; done; echo done', 60_000);
    await until(() => existsSync(join(node.disk, 'ssd/desk/held')), { within: 5_000, what: 'the file is open' });
    await expect(node.makeDiskReadOnly()).rejects.toThrow('busy');
    await write('enough', 1);
    expect(await holder).toBe('done\n');
    await write('accepted', 1);
  });

  test('when names resolve late', async () => {
    cluster.names.delay(700);
    const startedAt = Date.now();
    expect(await sh(`nslookup ${NAME}`)).toContain(cluster.pod('desk-0').address);
    expect(Date.now() - startedAt).toBeGreaterThan(690);
    await expect(sh('nslookup nobody.default.svc.cluster.local')).rejects.toThrow('NXDOMAIN');
  });

  test('when the name service is silent, and back', async () => {
    cluster.names.silence();
    await expect(sh(`nslookup ${NAME}`, 1_500)).rejects.toThrow('no answer within 1500 ms');
    cluster.names.restore();
    await until(async () => {
      const startedAt = Date.now();
      expect(await sh(`nslookup ${NAME}`)).toContain(cluster.pod('desk-0').address);
      return Date.now() - startedAt < 500;
    }, { within: 10_000, what: 'an answer in less than 500 ms, sooner than late ones' });
  });

  test('when a folder of the disk is wiped', async () => {
    writeFileSync(join(node.disk, 'ssd/other'), 'x');
    node.wipe('/ssd/desk');
    expect(await sh('ls /data')).toBe('');
    node.wipe('/ssd');
    expect([existsSync(join(node.disk, 'ssd')), existsSync(join(node.disk, 'ssd/other'))]).toEqual([true, false]);
  });
});
