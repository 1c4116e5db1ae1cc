/**
 * The wheel, installed by pip into a virtual environment, and the app in examples/article-python.
 */
import { join } from 'path';
import { copyOfExample, GOLDEN, manifestOf, PACKAGE_TIMEOUT, packageFor, remove, VERSION } from './built-package';
import { run } from './run';

let app: string;
let python: string;

beforeAll(async () => {
  const dist = await packageFor('python');
  app = copyOfExample('article-python');
  python = join(app, '.venv/bin/python');
  await run('python3', ['-m', 'venv', '.venv'], { cwd: app });
  const wheel = join(dist, `cdk8s_redis_sentinel_hostpath-${VERSION}-py3-none-any.whl`);
  await run(python, ['-m', 'pip', 'install', '--quiet', wheel, '--requirement', 'requirements.txt'], { cwd: app });
}, PACKAGE_TIMEOUT);

afterAll(() => remove(app));

test('the Python app synthesises the article\'s manifest, byte for byte', async () => {
  await run(python, ['main.py'], { cwd: app });
  expect(manifestOf(app)).toBe(GOLDEN);
});

test('a prop that cannot work is a RuntimeError with our message, as the app\'s own tests say', async () => {
  const output = await run(python, ['-m', 'unittest', '--verbose'], { cwd: app });
  expect(output).toMatch(/^test_more_sentinels_must_not_agree_than_there_are .*ok$/m);
  expect(output).toMatch(/^Ran 2 tests/m);
});
