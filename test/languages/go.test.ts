/**
 * The Go module in dist/go, and the app in examples/article-go.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import { copyOfExample, GOLDEN, manifestOf, PACKAGE_TIMEOUT, packageFor, remove, ROOT } from './built-package';
import { run } from './run';
import { standIns } from '../../tools/package-all/stand-ins';

const MODULE = 'github.com/cdk8s-redis-sentinel-hostpath/cdk8s-redis-sentinel-hostpath-go/cdk8sredissentinelhostpath';

let app: string;

beforeAll(async () => {
  await assertGoKnowsToolchains();
  const dist = await packageFor('go');
  app = copyOfExample('article-go');
  const local = [{ name: MODULE, folder: join(dist, 'cdk8sredissentinelhostpath') }, ...standIns('go')];
  await go('mod', 'edit', ...local.map(({ name, folder }) => `-replace=${name}=${folder}`));
  // Where the proxy has cdk8s, go.sum lacks its sums.
  await go('mod', 'tidy');
}, PACKAGE_TIMEOUT);

afterAll(() => remove(app));

test('the Go app\'s go.mod is complete', () => {
  const tidied = readFileSync(join(app, 'go.mod'), 'utf8').replace(/^replace .*\n/gm, '');
  expect(tidied.trim()).toBe(readFileSync(join(ROOT, 'examples/article-go/go.mod'), 'utf8').trim());
});

test('the Go app synthesises the article\'s manifest, byte for byte', async () => {
  await go('run', '.');
  expect(manifestOf(app)).toBe(GOLDEN);
});

test('a prop that cannot work is a panic with our message, as the app\'s own tests say', async () => {
  const output = await go('test', '-v', './...');
  expect(output).toMatch(/^--- PASS: TestMoreSentinelsMustNotAgreeThanThereAre /m);
  expect(output.match(/^--- PASS/gm)).toHaveLength(2);
});

async function go(...args: string[]): Promise<string> {
  return run('go', args, { cwd: app });
}

/** What jsii generates asks for a newer Go than Debian 12 has. From 1.21 on Go says so itself, or fetches what it needs. */
async function assertGoKnowsToolchains(): Promise<void> {
  const version = await run('go', ['env', 'GOVERSION'], { cwd: __dirname });
  const [, minor] = /^go1\.(\d+)/.exec(version) ?? [];
  if (Number(minor) < 21) {
    throw new Error(`${version.trim()} is too old: the generated module needs Go 1.25. Debian 12's golang is 1.19; take one from https://go.dev/dl`);
  }
}
