/**
 * The package as its users get it: packed from the compiled library, installed in an empty folder, and used from there.
 */
import { execFileSync } from 'child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

const ROOT = join(__dirname, '..');
const NAME = 'cdk8s-redis-sentinel-hostpath';
const PEERS = ['cdk8s', 'cdk8s-plus-28', 'constructs'];
const INSTALL_TIMEOUT = 180_000;

let scratch: string;
let user: string;
let tarball: string;
let packed: string[];

beforeAll(() => {
  assertCompiled();
  scratch = mkdtempSync(join(tmpdir(), 'package-test-'));
  user = join(scratch, 'user');
  mkdirSync(user);

  const [{ filename, files }] = JSON.parse(npm(ROOT, 'pack', '--ignore-scripts', '--json', '--pack-destination', scratch));
  tarball = join(scratch, filename);
  packed = files.map(({ path }: { path: string }) => path);

  writeFileSync(join(user, 'package.json'), '{ "private": true }\n');
  npm(user, 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...PEERS.map(peer => `${peer}@${lockedVersion(peer)}`));
}, INSTALL_TIMEOUT);

afterAll(() => {
  if (scratch) rmSync(scratch, { recursive: true });
});

test.each(['lib/index.js', 'lib/index.d.ts', '.jsii', 'LICENSE', 'README.md', 'API.md', 'package.json'])('%s is in the package', file => {
  expect(packed).toContain(file);
});

test('every script of the containers is in the package', () => {
  const scripts = readdirSync(join(ROOT, 'runtime'));
  expect(scripts.length).toBeGreaterThan(0);
  expect(packed.filter(file => file.startsWith('runtime/')).sort()).toEqual(scripts.map(script => `runtime/${script}`).sort());
});

test('nothing that users have no use for is in the package', () => {
  const documents = /^[A-Z]+(\.md)?$/;
  const rest = packed.map(file => file.split('/')[0]).filter(entry => !documents.test(entry));
  expect([...new Set(rest)].sort()).toEqual(['.jsii', 'lib', 'package.json', 'runtime']);
  expect(packed.filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
});

test('the article\'s example, run against the installed package, is its golden manifest', () => {
  for (const file of ['chart', 'main']) {
    const source = readFileSync(join(ROOT, 'examples/article', `${file}.ts`), 'utf8');
    const { outputText } = transpileModule(source, { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 } });
    writeFileSync(join(user, `${file}.js`), outputText);
  }
  copyFileSync(join(ROOT, 'examples/article/cdk8s.yaml'), join(user, 'cdk8s.yaml'));

  node('main.js');

  expect(readFileSync(join(user, 'dist/article.k8s.yaml'), 'utf8')).toBe(readFileSync(join(ROOT, 'examples/article/article.k8s.yaml'), 'utf8'));
});

const SYNTHESISE = `
  const chart = new Chart(new App(), 'chart');
  const redis = new RedisSentinelHostPath(chart, 'redis');
  console.log(redis.connection.sentinelHost, chart.toJson().filter(({ kind }) => kind === 'StatefulSet').length);
`;

test.each([
  ['CommonJS', 'use.cjs', `const { App, Chart } = require('cdk8s'); const { RedisSentinelHostPath } = require('${NAME}'); ${SYNTHESISE}`],
  ['an ES module', 'use.mjs', `import { App, Chart } from 'cdk8s'; import { RedisSentinelHostPath } from '${NAME}'; ${SYNTHESISE}`],
])('plain JavaScript uses the package from %s', (_how, file, source) => {
  writeFileSync(join(user, file), source);
  expect(node(file)).toBe('redis-sentinel.default.svc.cluster.local 3\n');
});

/** Packing an old library would test yesterday's. */
function assertCompiled(): void {
  const newest = Math.max(...readdirSync(join(ROOT, 'src'), { recursive: true }).map(file => statSync(join(ROOT, 'src', String(file))).mtimeMs));
  const compiled = statSync(join(ROOT, 'lib/index.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (compiled < newest) {
    throw new Error('lib/ is missing or older than src/: run "npx projen compile" first.');
  }
}

function lockedVersion(name: string): string {
  return JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages[`node_modules/${name}`].version;
}

function node(file: string): string {
  return execFileSync(process.execPath, [file], { cwd: user, env: plainEnv(), encoding: 'utf8' });
}

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, env: plainEnv(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Without what an npm that runs us tells its children about this repository. */
function plainEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|CDK8S_OUTDIR$)/i.test(name)));
}
