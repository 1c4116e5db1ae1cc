/**
 * `npm run compat`: what is compiled against the last release on npm, by jsii-diff. A change that breaks a user's code is an error,
 * unless its key stands in .compatignore.
 *
 * Argument:  another package to compare with: a folder, or npm:<name>@<version>
 * Exit code: 0 when nothing is broken, or nothing was released yet; 1 otherwise
 */
import { spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { ROOT, tool } from '../shared/command';
import { runMain } from '../shared/run-main';

const IGNORED = '.compatignore';

/** All of it is experimental, and users' code breaks all the same. */
const ARGS = ['--error-on', 'all', '--keys', '--ignore-file', IGNORED];

function main([original]: string[]): number {
  if (!existsSync(join(ROOT, '.jsii'))) throw new Error('nothing is compiled: run "npx projen compile" first');
  const { name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  if (original === undefined && !isReleased(name)) {
    console.log(`compat: npm has no release of ${name} yet: there is nothing to compare with`);
    return 0;
  }
  const { status, error } = spawnSync(tool('jsii-diff'), ARGS.concat(original ?? `npm:${name}`, '.'), { cwd: ROOT, stdio: 'inherit' });
  if (error) throw error;
  if (status === 0) return 0;
  console.error(`compat: this breaks users' code. If it is meant, put the key in brackets into ${IGNORED}, with the reason.`);
  return 1;
}

/** @throws if the registry gives no answer: that is no permission to break anything */
function isReleased(name: string): boolean {
  const { status, error, stdout, stderr } = spawnSync('npm', ['view', name, 'version', '--json'], { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0 && !/\bE404\b/.test(stdout + stderr)) throw new Error(`npm does not say whether there is a release:\n${stdout}${stderr}`);
  return status === 0;
}

void runMain(main, 'compat');
