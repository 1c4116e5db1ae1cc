/**
 * `npm run package:all`: the packages of every language in dist/, or of those named as arguments.
 *
 * Each one is made by projen's own task for it. Exit code: 0 when all of them are there, 1 when one could not be made.
 */
import { makeStandIns } from './stand-ins';
import { runCommand, tool } from '../test/command';
import { findProgram } from '../test/find-program';

const LANGUAGES = ['js', 'python', 'java', 'go', 'dotnet'] as const;
type Language = typeof LANGUAGES[number];

async function main(names: string[]): Promise<void> {
  const unknown = names.filter(name => !LANGUAGES.includes(name as Language));
  if (unknown.length > 0) throw new Error(`no such language: ${unknown.join(', ')}. Allowed are ${LANGUAGES.join(', ')}.`);

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

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`package:all: ${error.message}`);
  process.exitCode = 1;
});
