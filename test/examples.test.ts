/**
 * Every example against the manifest committed beside it, and what every manifest has to be.
 */
import { execFileSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { ArticleChart } from '../examples/article/chart';
import { HardenedChart } from '../examples/hardened/chart';
import { MinimalChart } from '../examples/minimal/chart';
import { TwoSetsChart } from '../examples/two-sets/chart';
import { checkManifests } from '../tools/manifest-check/check-manifests';
import { readManifests } from '../tools/manifest-check/read-manifests';

const EXAMPLES: Record<string, new (scope: Construct, id: string) => Chart> = {
  'article': ArticleChart,
  'hardened': HardenedChart,
  'minimal': MinimalChart,
  'two-sets': TwoSetsChart,
};

const ROOT = join(__dirname, '..');
const PROCESS_TIMEOUT = 60_000;

let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'examples-'));
});

afterAll(() => rmSync(scratch, { recursive: true }));

test('every folder in examples/ is tested here or in test/languages', () => {
  const folders = readdirSync(join(ROOT, 'examples'), { withFileTypes: true }).filter(entry => entry.isDirectory());
  expect(folders.map(folder => folder.name).sort()).toEqual([...Object.keys(EXAMPLES), ...otherLanguages()].sort());
});

describe.each(Object.keys(EXAMPLES))('example %s', name => {
  test('synthesises to its golden manifest', () => {
    const rendered = render(name, 'golden');
    if (process.env.UPDATE_GOLDEN === '1') {
      writeFileSync(goldenFile(name), rendered);
    }
    expectGolden(name, rendered);
  });

  test('synthesises to its snapshot', () => {
    const chart = new EXAMPLES[name](new App(), name);
    expect(Testing.synth(chart)).toMatchSnapshot();
  });

  test('synthesises to the same bytes from another working directory into another folder', () => {
    const here = process.cwd();
    try {
      process.chdir(scratch);
      expectGolden(name, render(name, 'else/where'));
    } finally {
      process.chdir(here);
    }
  });

  test('synthesises to the same bytes by its main.ts, in a process of its own', () => {
    const outdir = join(scratch, 'main', name);
    execFileSync(join(ROOT, 'node_modules', '.bin', 'tsx'), ['main.ts'], {
      cwd: join(ROOT, 'examples', name),
      env: { ...process.env, CDK8S_OUTDIR: outdir },
    });
    expectGolden(name, manifestIn(outdir, name));
  }, PROCESS_TIMEOUT);

  test('has nothing that Kubernetes 1.28 to 1.37 would refuse', () => {
    expect(checkManifests(readManifests(goldenFile(name)))).toEqual([]);
  });

  test('holds no path of the machine that it was synthesised on', () => {
    const rendered = render(name, 'machine');
    expect(rendered).not.toContain(ROOT);
    expect(rendered).not.toContain(scratch);
  });

  test('names and labels nothing by a hash of the construct\'s path', () => {
    const rendered = render(name, 'hash');
    expect(rendered).not.toContain('cdk8s.io/metadata.addr');
    expect(rendered).not.toMatch(/-c8[0-9a-f]{6}\b/);
  });
});

test('the cdk8s CLI synthesises an example as it stands', () => {
  const outdir = join(scratch, 'cli');
  execFileSync(join(ROOT, 'node_modules', '.bin', 'cdk8s'), ['synth', '--check-upgrade=false', '--output', outdir], {
    cwd: join(ROOT, 'examples', 'article'),
  });
  expectGolden('article', manifestIn(outdir, 'article'));
}, PROCESS_TIMEOUT);

function otherLanguages(): string[] {
  return readdirSync(join(__dirname, 'languages')).filter(file => file.endsWith('.test.ts')).map(file => `article-${file.replace('.test.ts', '')}`);
}

function render(name: string, folder: string): string {
  const outdir = join(scratch, folder, name);
  const app = new App({ outdir });
  new EXAMPLES[name](app, name);
  app.synth();
  return manifestIn(outdir, name);
}

function manifestIn(folder: string, name: string): string {
  return readFileSync(join(folder, `${name}.k8s.yaml`), 'utf8');
}

function goldenFile(name: string): string {
  return join(ROOT, 'examples', name, `${name}.k8s.yaml`);
}

function expectGolden(name: string, rendered: string): void {
  const file = goldenFile(name);
  try {
    expect(rendered).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
  } catch (error) {
    throw new Error(`${file} is not what the example synthesises to. If the change is meant: npx projen golden:update\n\n${(error as Error).message}`);
  }
}
