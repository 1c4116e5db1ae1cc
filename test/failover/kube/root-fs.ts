/**
 * The root file system that every container starts from: it stands for the `redis` image (alpine's layout, programs in /usr/local/bin)
 * and is made of this machine's redis and busybox.
 */
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { run } from './run-program';

export const IMAGE = '/run/failover/image';

const LIBRARIES_LOADED_BY_NAME = ['libnss_dns.so.2', 'libnss_files.so.2', 'libresolv.so.2'];

/** To be awaited before the first container; builds it once in a run. */
export async function buildImage(): Promise<void> {
  if (existsSync(IMAGE)) return;
  for (const folder of ['bin', 'sbin', 'usr/bin', 'usr/sbin', 'usr/local/bin', 'etc', 'proc', 'sys', 'dev', 'tmp', 'run', 'data']) {
    mkdirSync(join(IMAGE, folder), { recursive: true });
  }
  chmodSync(join(IMAGE, 'tmp'), 0o1777);
  chownSync(join(IMAGE, 'data'), 999, 1000);
  await copyPrograms();
  writeFileSync(join(IMAGE, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\nredis:x:999:1000::/home/redis:/bin/sh\n');
  writeFileSync(join(IMAGE, 'etc/group'), 'root:x:0:\nredis:x:1000:\n');
  writeFileSync(join(IMAGE, 'etc/nsswitch.conf'), 'passwd: files\ngroup: files\nhosts: files dns\n');
}

async function copyPrograms(): Promise<void> {
  const redis = (await run('which', ['redis-server', 'redis-cli'])).trim().split('\n');
  for (const program of redis) copyFileSync(program, join(IMAGE, 'usr/local/bin', program.slice(program.lastIndexOf('/') + 1)));
  symlinkSync('redis-server', join(IMAGE, 'usr/local/bin/redis-sentinel'));
  // Every /lib and /usr/lib path is kept as the loader will ask for it.
  const listed = await run('ldd', redis);
  const libraries = new Set([...listed.matchAll(/(\/\S+) \(0x/g)].map(match => match[1]));
  const libc = [...libraries].find(library => library.includes('/libc.so'))!;
  for (const name of LIBRARIES_LOADED_BY_NAME) libraries.add(join(dirname(libc), name));
  for (const library of libraries) {
    mkdirSync(join(IMAGE, dirname(library)), { recursive: true });
    copyFileSync(library, join(IMAGE, library));
  }
  copyFileSync((await run('which', ['busybox'])).trim(), join(IMAGE, 'bin/busybox'));
  await run('chroot', [IMAGE, '/bin/busybox', '--install', '-s']);
}
