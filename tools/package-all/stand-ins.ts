/**
 * Bindings of our dependencies that the language's registry does not have: generated from the npm package of the same version.
 *
 * They lie in `dist/<language>` of that package in node_modules, where jsii-pacmak looks for local builds of dependencies. `npm ci` removes
 * them; nothing of them gets into our own packages.
 */
import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { MAVEN_CACHE } from './maven-cache';
import { ROOT, runCommand, tool } from '../shared/command';

export type StandInLanguage = 'go' | 'java';

export interface StandIn {
  /** The name by which the language knows it: the module's path, or group and artifact. */
  readonly name: string;
  readonly version: string;
  /** The module's folder, or a Maven repository. */
  readonly folder: string;
}

/** What each depends on comes before it. */
const DEPENDENCIES = ['constructs', 'cdk8s', 'cdk8s-plus-28'];

/**
 * Makes the ones that are needed and not there yet, and says for each that it is none of the registry's.
 *
 * @throws if one cannot be made
 */
export async function makeStandIns(language: StandInLanguage): Promise<void> {
  for (const dependency of DEPENDENCIES) {
    const { name, version } = describe(dependency, language);
    if (!existsSync(folderOf(dependency, language))) {
      const refusal = askRegistry(language, name, version);
      if (refusal === undefined) continue;
      console.log(`package:all: the registry does not give it: ${refusal}`);
      await generate(dependency, language);
    }
    console.log(`package:all: ${name} ${version} is NOT the registry's, but generated from the npm package`);
  }
}

/**
 * The ones that are there.
 */
export function standIns(language: StandInLanguage): StandIn[] {
  return DEPENDENCIES.filter(dependency => existsSync(folderOf(dependency, language))).map(dependency => describe(dependency, language));
}

function describe(dependency: string, language: StandInLanguage): StandIn {
  const { version, jsii: { targets } } = JSON.parse(readFileSync(join(packageFolder(dependency), 'package.json'), 'utf8'));
  if (language === 'java') {
    const { groupId, artifactId } = targets.java.maven;
    return { name: `${groupId}:${artifactId}`, version, folder: folderOf(dependency, language) };
  }
  const goPackage = dependency.replace(/[^a-z0-9]/g, '');
  // All of them are past 1, where Go wants the major version in the path.
  const name = `${targets.go.moduleName}/${goPackage}/v${version.split('.')[0]}`;
  return { name, version, folder: join(folderOf(dependency, language), goPackage) };
}

/** What the registry's client says where it does not get the package. */
function askRegistry(language: StandInLanguage, name: string, version: string): string | undefined {
  const [program, ...args] = language === 'go'
    ? ['go', 'mod', 'download', `${name}@v${version}`]
    : ['mvn', '--batch-mode', '--quiet', '--update-snapshots', `-Dmaven.repo.local=${MAVEN_CACHE}`,
      'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get', '-Dtransitive=false', `-Dartifact=${name}:${version}`];
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd: tmpdir(), encoding: 'utf8' });
  if (error) throw error;
  return status === 0 ? undefined : `${stdout}${stderr}`.trim().split('\n')[0];
}

/** Beside its place first: what is in its place is whole. */
async function generate(dependency: string, language: StandInLanguage): Promise<void> {
  const place = folderOf(dependency, language);
  mkdirSync(join(place, '..'), { recursive: true });
  const folder = mkdtempSync(join(packageFolder(dependency), 'stand-in-'));
  try {
    const args = language === 'go' ? ['--code-only'] : ['--mvn-define=maven.javadoc.skip=true'];
    const status = await runCommand(tool('jsii-pacmak'),
      ['--target', language, '--outdir', folder, '--no-npmignore', ...args, packageFolder(dependency)]);
    if (status !== 0) throw new Error(`the bindings of ${dependency} for ${language} could not be generated, see above`);
    renameSync(join(folder, language), place);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function folderOf(dependency: string, language: StandInLanguage): string {
  return join(packageFolder(dependency), 'dist', language);
}

function packageFolder(dependency: string): string {
  return join(ROOT, 'node_modules', dependency);
}
