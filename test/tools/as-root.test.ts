/**
 * test/as-root.sh: at once, by sudo, or not at all.
 */
import { spawnSync } from 'child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const SCRIPT = join(__dirname, '..', 'as-root.sh');

let bin: string;

beforeEach(() => { bin = mkdtempSync(join(tmpdir(), 'as-root-')); });

afterEach(() => rmSync(bin, { recursive: true }));

test('as root the command is run as it stands', () => {
  install('id', 'echo 0');
  install('sudo', 'echo sudo was asked');
  expect(asRoot('echo', 'two words', '$HOME')).toEqual({ status: 0, stdout: 'two words $HOME\n', stderr: '' });
});

test('its exit code is that of the command', () => {
  install('id', 'echo 0');
  expect(asRoot('sh', '-c', 'exit 7').status).toBe(7);
});

test('another user takes sudo, which keeps the path on which the tools are, where it asks for nothing', () => {
  install('id', 'echo 1000');
  install('sudo', '[ "$*" != "-n true" ] || exit 0; printf "<%s>" "$@"');
  expect(asRoot('echo', 'two words').stdout).toBe(`<-n><-E><-H><env><PATH=${path()}><echo><two words>`);
});

test('where sudo asks for a password nothing is run, and it says what is needed', () => {
  install('id', 'echo 1000');
  install('sudo', 'echo "a password is required" >&2; exit 1');
  expect(asRoot('echo', 'hello')).toEqual({
    status: 2,
    stdout: '',
    stderr: 'echo hello: must run as root, or as somebody whom sudo asks for no password\n',
  });
});

function install(program: string, script: string): void {
  writeFileSync(join(bin, program), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, program), 0o755);
}

function path(): string {
  return `${bin}:${process.env.PATH}`;
}

function asRoot(...command: string[]) {
  const { status, stdout, stderr } = spawnSync('sh', [SCRIPT, ...command], { encoding: 'utf8', env: { ...process.env, PATH: path() } });
  return { status, stdout, stderr };
}
