/**
 * The programs beside Node that the tests need, and the Debian packages that bring them. As root, or where sudo asks for no password, what is missing is installed.
 */
import { spawnSync } from 'child_process';
import { existsSync, rmSync, writeFileSync } from 'fs';
import { runCommand } from '../shared/command';
import { findProgram } from '../shared/find-program';

interface DebianPackage {
  readonly name: string;
  /** The program, or the file, that proves that the package, or its like on another system, is there. */
  readonly program: string;
  /** The program has to run without the machine's libraries. */
  readonly statically?: boolean;
  /** A Python module that the program has to have. */
  readonly module?: string;
}

/** Redis itself, and what runs it on networks of its own. */
const REDIS_IN_CONTAINERS: DebianPackage[] = [
  { name: 'redis-server', program: 'redis-server' },
  { name: 'redis-tools', program: 'redis-cli' },
  // Debian's other busybox has the same path, but does not run in the containers of the failover tests.
  { name: 'busybox-static', program: 'busybox', statically: true },
  { name: 'iproute2', program: 'ip' },
  { name: 'runc', program: 'runc' },
];

/** What `npm test` needs, and what the tests of the languages and of the cluster need. */
const PACKAGES = {
  tests: [
    ...REDIS_IN_CONTAINERS,
    { name: 'redis-sentinel', program: 'redis-sentinel' },
    { name: 'shellcheck', program: 'shellcheck' },
    // Ubuntu has it as a package of its own; the images' packages are checked with it.
    { name: 'debian-archive-keyring', program: '/usr/share/keyrings/debian-archive-keyring.gpg' },
  ],
  languages: [
    // Debian's own python3 is without the module.
    { name: 'python3-venv', program: 'python3', module: 'ensurepip' },
    { name: 'default-jdk-headless', program: 'javac' },
    { name: 'maven', program: 'mvn' },
    { name: 'golang', program: 'go' },
  ],
  cluster: [
    ...REDIS_IN_CONTAINERS,
    { name: 'procps', program: 'pgrep' },
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

  if (findProgram('apt-get')) {
    if (process.getuid?.() === 0) await withoutServices(() => install(before));
    else if (spawnSync('sudo', ['-n', 'true']).status === 0) await installAsRoot(group);
  }
  const after = missingPackages(group);
  if (after.length > 0) {
    const programs = PACKAGES[group].filter(({ name }) => after.includes(name)).map(({ program }) => program);
    throw new Error(`not found: ${programs.join(', ')}. On Debian: sudo apt-get install --no-install-recommends ${after.join(' ')}`);
  }
}

function missingPackages(group: PackageGroup): string[] {
  const packages: DebianPackage[] = PACKAGES[group];
  return packages.filter(({ program, statically, module }) => {
    const path = findProgram(program);
    return !path || statically && !isStatic(path) || module && !imports(path, module);
  }).map(({ name }) => name);
}

async function installAsRoot(group: PackageGroup): Promise<void> {
  await runCommand('sh', ['test/as-root.sh', process.execPath, '--import', 'tsx', 'tools/test/install-packages.ts', group]);
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

/** ldd has libraries to list only for what is linked with them. */
function isStatic(path: string): boolean {
  return spawnSync('ldd', [path]).status !== 0;
}

function imports(python: string, module: string): boolean {
  return spawnSync(python, ['-c', `import ${module}`]).status === 0;
}
