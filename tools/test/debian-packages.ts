/**
 * The programs beside Node that the tests need, and the Debian packages that bring them. As root, what is missing is installed.
 */
import { spawnSync } from 'child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'fs';
import { delimiter, isAbsolute, join } from 'path';
import { runCommand } from './command';

interface DebianPackage {
  readonly name: string;
  /** The program that proves that the package, or its like on another system, is there. */
  readonly program: string;
  /** The program has to run without the machine's libraries. */
  readonly statically?: boolean;
}

/** What `npm test` needs, and what the cluster tests need. */
const PACKAGES = {
  tests: [
    { name: 'redis-server', program: 'redis-server' },
    { name: 'redis-sentinel', program: 'redis-sentinel' },
    { name: 'redis-tools', program: 'redis-cli' },
    // Debian's other busybox has the same path, but does not run in the containers of the failover tests.
    { name: 'busybox-static', program: 'busybox', statically: true },
    { name: 'iproute2', program: 'ip' },
    { name: 'runc', program: 'runc' },
    { name: 'shellcheck', program: 'shellcheck' },
  ],
  cluster: [
    { name: 'redis-server', program: 'redis-server' },
    { name: 'redis-tools', program: 'redis-cli' },
    { name: 'busybox-static', program: 'busybox', statically: true },
    { name: 'iproute2', program: 'ip' },
    { name: 'procps', program: 'pgrep' },
    { name: 'runc', program: 'runc' },
    { name: 'containerd', program: 'containerd' },
    { name: 'containernetworking-plugins', program: '/usr/lib/cni/ptp' },
    { name: 'iptables', program: 'iptables' },
    { name: 'conntrack', program: 'conntrack' },
    { name: 'etcd-server', program: 'etcd' },
  ],
} satisfies Record<string, DebianPackage[]>;

export type PackageGroup = keyof typeof PACKAGES;

export function isPackageGroup(name: string): name is PackageGroup {
  return Object.keys(PACKAGES).includes(name);
}

/** Where Debian's installers ask whether they may start a service; 101 forbids it. */
const POLICY_FILE = '/usr/sbin/policy-rc.d';
const POLICY = '#!/bin/sh\nexit 101\n';

/**
 * Sees to it that every package of the group is there.
 *
 * @throws if one is not and cannot be installed; the message has the command that would
 */
export async function ensureDebianPackages(group: PackageGroup): Promise<void> {
  const before = missingPackages(group);
  if (before.length === 0) return;

  if (process.getuid?.() === 0 && find('apt-get')) {
    await withoutServices(() => install(before));
  }
  const after = missingPackages(group);
  if (after.length > 0) {
    const programs = PACKAGES[group].filter(({ name }) => after.includes(name)).map(({ program }) => program);
    throw new Error(`not found: ${programs.join(', ')}. On Debian: sudo apt-get install --no-install-recommends ${after.join(' ')}`);
  }
}

function missingPackages(group: PackageGroup): string[] {
  const packages: DebianPackage[] = PACKAGES[group];
  return packages.filter(({ program, statically }) => {
    const path = find(program);
    return !path || statically && !isStatic(path);
  }).map(({ name }) => name);
}

async function install(names: string[]): Promise<void> {
  const aptGet = async (...args: string[]) => runCommand('apt-get', args, { DEBIAN_FRONTEND: 'noninteractive' });
  const installArgs = ['install', '--yes', '--no-install-recommends', ...names];
  // Package lists that are missing or old make the first attempt fail.
  if (await aptGet(...installArgs) !== 0 && await aptGet('update') === 0) {
    await aptGet(...installArgs);
  }
}

/**
 * Keeps the packages from starting their services: the tests start their own Redis, and end what they have started.
 */
async function withoutServices(action: () => Promise<void>): Promise<void> {
  if (existsSync(POLICY_FILE)) {
    await action();
    return;
  }
  writeFileSync(POLICY_FILE, POLICY, { mode: 0o755 });
  try {
    await action();
  } finally {
    rmSync(POLICY_FILE);
  }
}

function find(program: string): string | undefined {
  const folders = isAbsolute(program) ? [''] : (process.env.PATH ?? '').split(delimiter);
  return folders.map(folder => join(folder, program)).find(path => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** ldd has libraries to list only for what is linked with them. */
function isStatic(path: string): boolean {
  return spawnSync('ldd', [path]).status !== 0;
}
