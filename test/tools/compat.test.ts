/**
 * `npm run compat`: what jsii-diff is asked, and what its answer means. Needs what `projen compile` writes.
 */
import { spawnSync } from 'child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const CLASS = 'cdk8s-redis-sentinel-hostpath.RedisSentinelHostPath';
const TIMEOUT = 60_000;

let released: string;

beforeEach(() => {
  released = mkdtempSync(join(ROOT, '.compat-'));
  cpSync(join(ROOT, 'package.json'), join(released, 'package.json'));
  cpSync(join(ROOT, '.jsii'), join(released, '.jsii'));
});

afterEach(() => rmSync(released, { recursive: true }));

test('against the same API nothing is broken', () => {
  expect(compat(released)).toMatchObject({ status: 0 });
}, TIMEOUT);

test('what users of the release could call and cannot any more is an error that says how to mean it', () => {
  const assembly = JSON.parse(readFileSync(join(released, '.jsii'), 'utf8'));
  assembly.types[CLASS].properties.push({ name: 'gone', type: { primitive: 'string' }, immutable: true });
  writeFileSync(join(released, '.jsii'), JSON.stringify(assembly));

  const { status, stdout, stderr } = compat(released);
  expect(status).toBe(1);
  expect(stdout + stderr).toContain(`[removed:${CLASS}.gone]`);
  expect(stderr).toContain('put the key in brackets into .compatignore, with the reason');
}, TIMEOUT);

test('a registry that gives no answer is an error', () => {
  const env = { ...process.env, npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' };
  expect(compatWith(env)).toMatchObject({ status: 1, stderr: expect.stringContaining('npm does not say whether there is a release') });
}, TIMEOUT);

function compat(...args: string[]) {
  return compatWith(process.env, ...args);
}

function compatWith(env: NodeJS.ProcessEnv, ...args: string[]) {
  return spawnSync(join(ROOT, 'node_modules', '.bin', 'tsx'), ['tools/compat/main.ts', ...args], { cwd: ROOT, encoding: 'utf8', env });
}
