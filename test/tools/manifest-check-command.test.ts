import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { readManifests } from '../../tools/manifest-check/read-manifests';

const folder = mkdtempSync(join(tmpdir(), 'manifest-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('reading YAML as kubectl does', () => {
  const read = (text: string) => readManifests(file('read.yaml', text));

  test('takes a date and a time of day for strings', () => {
    expect(read('{ date: 2024-01-31, time: 12:30, instant: 2024-01-31T12:00:00Z }')).toEqual([
      { date: '2024-01-31', time: '12:30', instant: '2024-01-31T12:00:00Z' },
    ]);
  });

  test('takes yes for true and 0644 for an octal number', () => {
    expect(read('{ flag: yes, mode: 0644 }')).toEqual([{ flag: true, mode: 0o644 }]);
  });

  test('refuses a tag that it does not know', () => {
    expect(() => read('a: !secret b')).toThrow(/read\.yaml: Unresolved tag: !secret/);
  });
});

describe('the command', () => {
  const main = join(__dirname, '..', '..', 'tools', 'manifest-check', 'main.ts');
  const run = (...args: string[]) => spawnSync('npx', ['tsx', main, ...args], { encoding: 'utf8' });

  test('passes a good file', () => {
    const manifest = file('good.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n---\n');
    const { status, stdout } = run(manifest);
    expect(stdout).toBe('1 objects, 0 problems (Kubernetes 1.28 to 1.37)\n');
    expect(status).toBe(0);
  });

  test('names the file and exits with 1 at a problem', () => {
    const { status, stdout } = run(file('bad.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndatta: {}\n'));
    expect(stdout).toContain('bad.yaml: ConfigMap/x: datta: unknown field; did you mean data?');
    expect(status).toBe(1);
  });

  test('exits with 2 at YAML that cannot be read, such as a key that is there twice', () => {
    const { status, stderr } = run(file('twice.yaml', 'kind: A\nkind: B\n'));
    expect(stderr).toContain('Map keys must be unique');
    expect(status).toBe(2);
  });

  test('exits with 2 at a file without any object', () => {
    const { status, stderr } = run(file('empty.yaml', '---\n# nothing\n---\n'));
    expect(stderr).toContain('empty.yaml: holds no object');
    expect(status).toBe(2);
  });

  test('exits with 2 and the name of a file that cannot be read', () => {
    const { status, stderr } = run(join(folder, 'none.yaml'));
    expect(stderr).toContain('none.yaml: ENOENT');
    expect(status).toBe(2);
  });

  test('exits with 2 where no file is named', () => {
    expect(run().status).toBe(2);
  });
});
