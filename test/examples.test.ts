/**
 * Every example against what is committed of it, and what every manifest has to be.
 *
 * There is one truth for each: a manifest that is whole, a manifest whose scripts are folded, or a snapshot, folded too.
 */
import { execFileSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Testing } from 'cdk8s';
import { EXAMPLES, manifestOf } from './golden/examples';
import { foldedManifests, foldedYaml } from './golden/fold-scripts';
import { MinimalChart } from '../examples/minimal/chart';
import { checkManifests } from '../tools/manifest-check/check-manifests';
import { parseManifests } from '../tools/manifest-check/read-manifests';

/** Its golden manifest has every byte, scripts included. What other languages and the packed package make is compared with it. */
const WHOLE = 'article';

/** Has a snapshot in place of a golden manifest: what a user's own test would be. */
const SNAPSHOT = 'minimal';

const FOLDED = Object.keys(EXAMPLES).filter(name => name !== WHOLE && name !== SNAPSHOT);

const ROOT = join(__dirname, '..');
const PROCESS_TIMEOUT = 60_000;

let scratch: string;

expect.addSnapshotSerializer(foldedManifests);

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'examples-'));
});

afterAll(() => rmSync(scratch, { recursive: true }));

test('every folder in examples/ is tested here or in test/languages', () => {
  const folders = readdirSync(join(ROOT, 'examples'), { withFileTypes: true }).filter(entry => entry.isDirectory());
  expect(folders.map(folder => folder.name).sort()).toEqual([...Object.keys(EXAMPLES), ...otherLanguages()].sort());
});

test('each example is committed once, and the folders hold no other manifest', () => {
  const committed = Object.keys(EXAMPLES).flatMap(name => readdirSync(join(ROOT, 'examples', name)).map(file => join(ROOT, 'examples', name, file)));
  expect(committed.filter(file => file.endsWith('.yaml') && !file.endsWith('/cdk8s.yaml')).sort()).toEqual([WHOLE, ...FOLDED].map(goldenFile).sort());
});

test(`example ${WHOLE} synthesises to its golden manifest, byte for byte`, () => {
  expectGolden(WHOLE, render(WHOLE, 'golden'));
});

test.each(FOLDED)('example %s synthesises to its golden manifest, with scripts folded', name => {
  expectGolden(name, `${foldedHeader(name)}${foldedYaml(parseManifests(render(name, 'golden')))}`);
});

test(`example ${SNAPSHOT} synthesises to its snapshot`, () => {
  const chart = new MinimalChart(new App(), SNAPSHOT);
  expect(Testing.synth(chart)).toMatchSnapshot();
});

describe.each(Object.keys(EXAMPLES))('example %s', name => {
  test('synthesises to the same bytes from another working directory into another folder', () => {
    const here = process.cwd();
    let rendered: string;
    try {
      process.chdir(scratch);
      rendered = render(name, 'else/where');
    } finally {
      process.chdir(here);
    }
    expect(rendered).toBe(manifestOf(name));
  });

  test('synthesises to the same bytes by its main.ts, in a process of its own', () => {
    const outdir = join(scratch, 'main', name);
    execFileSync(join(ROOT, 'node_modules', '.bin', 'tsx'), ['main.ts'], {
      cwd: join(ROOT, 'examples', name),
      env: { ...process.env, CDK8S_OUTDIR: outdir },
    });
    expect(manifestIn(outdir, name)).toBe(manifestOf(name));
  }, PROCESS_TIMEOUT);

  test('has nothing that Kubernetes 1.28 to 1.37 would refuse', () => {
    expect(checkManifests(parseManifests(manifestOf(name)))).toEqual([]);
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
  return join(ROOT, 'examples', name, name === WHOLE ? `${name}.k8s.yaml` : `${name}.golden.yaml`);
}

function foldedHeader(name: string): string {
  return '# Not for kubectl: in place of each script stands its hash. This is what this example synthesises to, for reviewers to read.\n'
    + `# The whole: \`npx cdk8s synth\` in this folder, then dist/${name}.k8s.yaml. Rendered by \`npx projen golden:update\`.\n`;
}

function expectGolden(name: string, rendered: string): void {
  const file = goldenFile(name);
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(file, rendered);
  }
  try {
    expect(rendered).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
  } catch (error) {
    throw new Error(`${file} is not what the example synthesises to. If the change is meant: npx projen golden:update\n\n${(error as Error).message}`);
  }
}
