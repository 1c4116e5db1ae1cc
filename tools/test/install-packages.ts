/**
 * Sees to it that the Debian packages of one layer are there: for test/cluster/run.sh, which needs more of them than the others.
 *
 * Exit code: 0 when they are, 1 when they are not and cannot be installed.
 */
import { ensureDebianPackages, isPackageGroup } from './debian-packages';

async function main(group = ''): Promise<void> {
  if (!isPackageGroup(group)) throw new Error(`"${group}" is no group of packages`);
  await ensureDebianPackages(group);
}

main(process.argv[2]).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
