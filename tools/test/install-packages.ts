/**
 * Sees to it that the Debian packages of one layer are there: for test/cluster/run.sh, which needs more of them than the others.
 *
 * Exit code: 0 when they are, 1 when they are not and cannot be installed.
 */
import { ensureDebianPackages, isPackageGroup } from './debian-packages';
import { runMain } from '../shared/run-main';

async function main([group = '']: string[]): Promise<void> {
  if (!isPackageGroup(group)) throw new Error(`"${group}" is no group of packages`);
  await ensureDebianPackages(group);
}

void runMain(main);
