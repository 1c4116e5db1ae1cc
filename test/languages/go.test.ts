/**
 * The Go module in dist/go, and the app in examples/article-go.
 */
import { join } from 'path';
import { copyOfExample, GOLDEN, manifestOf, PACKAGE_TIMEOUT, packageFor, remove } from './built-package';
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
}, PACKAGE_TIMEOUT);

afterAll(() => remove(app));

test('the Go app\'s go.mod is complete', async () => {
  // Fails where there is a difference; what it prints besides are its downloads.
  await expect(go('mod', 'tidy', '-diff')).resolves.not.toContain('diff current/go.mod');
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
