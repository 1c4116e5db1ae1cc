/**
 * The headers of the scripts, and ARCHITECTURE.md's tables of them, say what the scripts do.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import { SET_ENV } from './answers';
import { Script, unique } from './script';
import { manifestOf } from '../golden/examples';

const ARCHITECTURE = readFileSync(join(__dirname, '..', '..', 'ARCHITECTURE.md'), 'utf8');
const SCRIPTS = Script.all();
const LIBRARIES = [...SCRIPTS.values()].filter(script => script.isLibrary);
const PROGRAMS = [...SCRIPTS.values()].filter(script => !script.isLibrary);

describe.each(PROGRAMS.map(script => [script.name, script] as const))('%s', (name, script) => {
  test('reads what its header says, itself or by what it calls', () => {
    const { needs, ofSet } = reads(script);
    expect(variablesIn(script.header('Reads')!)).toEqual(needs);
    expect(script.header('Reads')!.includes('set.env')).toBe(script.sourcesSetEnv);
    expect(script.sourcesSetEnv).toBe(ofSet.length > 0);
  });

  test('insists on what it reads', () => {
    expect(unique(script.checks)).toEqual(reads(script).needs);
  });

  test('sources what it calls', () => {
    const there = [script, ...sourcedBy(script)].flatMap(file => [...file.functions.keys()]);
    expect(reached(script).flatMap(({ calls }) => calls).filter(call => !there.includes(call))).toEqual([]);
  });

  test('is called by whom its header says', () => {
    const calledBy = script.header('Called by')!;
    expect(/kubelet|container/.test(calledBy.replace(/in the container .*/s, ''))).toBe(new RegExp(`^ *- \\S+/${name}$`, 'm').test(manifestOf('article')));
    const callers = PROGRAMS.filter(other => other !== script && other.code.some(({ text }) => starts(text, name)));
    expect(unique(calledBy.match(/[\w-]+\.sh/g) ?? []).filter(caller => caller !== name)).toEqual(callers.map(caller => caller.name));
  });

  test('says how it ends, and what Sentinel is asked', () => {
    expect([script.header('Exit code'), script.header('Sentinel')]).not.toContain(undefined);
  });

  test('is in ARCHITECTURE.md with what it sources', () => {
    expect(sourcesInTable(name)?.sort()).toEqual([...script.sources].sort());
  });
});

describe.each(LIBRARIES.map(script => [script.name, script] as const))('%s', (name, script) => {
  test('is sourced by whom its header says', () => {
    const [by] = script.header('Sourced by')!.split(/, after |\. |; /);
    expect(by.split(', ').sort()).toEqual(unique([...SCRIPTS.values()].filter(other => other.sources.includes(name)).map(other => other.name)));
  });

  test('is sourced after what it needs', () => {
    const after = (script.header('Sourced by')!.match(/lib-\w+\.sh/g) ?? []).map(library => SCRIPTS.get(library)!);
    const given = [script, ...sourcedBy(script), ...after.flatMap(library => [library, ...sourcedBy(library)])];
    const functions = given.flatMap(file => [...file.functions.keys()]);
    expect(unique(script.code.flatMap(({ calls }) => calls)).filter(call => !functions.includes(call))).toEqual([]);
    const constants = given.flatMap(file => file.assigns);
    expect(script.code.flatMap(({ needs }) => needs).filter(isConstant).filter(constant => !constants.includes(constant))).toEqual([]);
  });

  test('reads what its header says', () => {
    const direct = script.code.flatMap(({ needs, mayRead }) => [...needs, ...mayRead]).filter(variable => !isConstant(variable));
    expect(variablesIn(script.header('Reads') ?? '')).toEqual(unique(direct));
  });

  test('is in ARCHITECTURE.md', () => {
    expect(ARCHITECTURE).toMatch(new RegExp(`^\\| \`${name}\` \\|`, 'm'));
  });
});

test('every state that a script names is one of STATES', () => {
  const states = /^readonly STATES='(.*)'$/m.exec(SCRIPTS.get('lib-signs.sh')!.top.text)![1].split(' ');
  const named = [...SCRIPTS.values()].flatMap(script => script.code).flatMap(({ text }) =>
    [...text.matchAll(/fact\["state"\] [!=]?=+ "(\w+)"|with_state "[^"]*" (\w+)/g)].map(([, first, second]) => first ?? second));
  expect(unique(named)).toEqual(unique(states));
});

/** What runs when the script is started. */
function reached(script: Script): Script['top'][] {
  const functions = new Map([script, ...sourcedBy(script)].flatMap(file => [...file.functions]));
  const seen = new Set<string>();
  const visit = (calls: string[]): void => calls.filter(call => functions.has(call) && !seen.has(call)).forEach(call => {
    seen.add(call);
    visit(functions.get(call)!.calls);
  });
  visit(script.top.calls);
  return [script.top, ...sourcedBy(script).map(library => library.top), ...[...seen].map(call => functions.get(call)!)];
}

function reads(script: Script): { needs: string[]; ofSet: string[] } {
  const assigned = [script, ...sourcedBy(script)].flatMap(file => file.assigns);
  const needs = unique(reached(script).flatMap(code => code.needs)).filter(variable => !assigned.includes(variable));
  return { needs: needs.filter(variable => !(variable in SET_ENV)), ofSet: needs.filter(variable => variable in SET_ENV) };
}

function sourcedBy(script: Script): Script[] {
  return script.sources.map(name => SCRIPTS.get(name)!).flatMap(library => [library, ...sourcedBy(library)]);
}

/** Whether a library gives it its value. */
function isConstant(variable: string): boolean {
  return LIBRARIES.some(library => library.assigns.includes(variable));
}

function variablesIn(text: string): string[] {
  return unique(text.match(/\b[A-Z][A-Z_]{2,}\b/g) ?? []);
}

/** Both start-member.sh and start-sentinel.sh are started as start-$1.sh. */
function starts(text: string, name: string): boolean {
  return [name, name.replace(/^start-.*/, 'start-$$1.sh')].some(file => new RegExp(`\\bsh "\\S*/${file.replace('$', '\\$')}"`).test(text));
}

function sourcesInTable(name: string): string[] | undefined {
  const cells = ARCHITECTURE.split('\n').map(line => line.split('|').map(cell => cell.trim())).find(([, first]) => first?.split(', ').includes(`\`${name}\``));
  return cells && [...cells[3].matchAll(/`(lib-\w+)`/g)].map(([, library]) => `${library}.sh`);
}
