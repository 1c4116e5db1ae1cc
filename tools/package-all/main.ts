/**
 * `npm run package:all`: the packages of every language in dist/, or of those named as arguments.
 *
 * Each one is made by projen's own task for it. Exit code: 0 when all of them are there, 1 when one could not be made.
 */
import { makeStandIns } from './stand-ins';
import { runCommand, tool } from '../shared/command';
import { findProgram } from '../shared/find-program';
import { refuseUnknown } from '../shared/refuse-unknown';
import { runMain } from '../shared/run-main';

const LANGUAGES = ['js', 'python', 'java', 'go', 'dotnet'] as const;
type Language = typeof LANGUAGES[number];

async function main(names: string[]): Promise<void> {
  refuseUnknown('language', names, LANGUAGES);
  for (const language of LANGUAGES.filter(name => names.length === 0 || names.includes(name))) {
    await packageFor(language);
  }
}

async function packageFor(language: Language): Promise<void> {
  if (language === 'dotnet' && !findProgram('dotnet')) {
    await run(tool('jsii-pacmak'), '--target', 'dotnet', '--code-only');
    console.log('package:all: dotnet is not on this machine: dist/dotnet holds the generated code, no NuGet package');
    return;
  }
  if (language === 'java' || language === 'go') await makeStandIns(language);
  await run(tool('projen'), `package:${language}`);
}

async function run(program: string, ...args: string[]): Promise<void> {
  const status = await runCommand(program, args);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: exit code ${status}`);
}

void runMain(main, 'package:all');
