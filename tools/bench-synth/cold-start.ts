/**
 * How long `node` takes from its start to its end for one set, by this library and by an app that makes the same objects without it.
 */
import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Chart } from 'cdk8s';
import { KubeObject, l1App } from './l1-app';
import { RedisSentinelHostPath } from '../../src';
import { ROOT } from '../shared/command';
import { median } from '../shared/median';

const CHART = 'bench';

/** What its users load. */
const LIBRARY = join(ROOT, 'lib', 'index.js');

const OURS = `
const { App, Chart } = require(${JSON.stringify(require.resolve('cdk8s'))});
const { RedisSentinelHostPath } = require(${JSON.stringify(LIBRARY)});
const app = new App();
new RedisSentinelHostPath(new Chart(app, '${CHART}'), 'redis');
app.synth();
`;

/** Medians, in milliseconds. */
export interface ColdStart {
  readonly runs: number;
  readonly ours: number;
  readonly bareL1: number;
}

export function coldStart(runs: number): ColdStart {
  const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
  try {
    writeFileSync(join(folder, 'ours.js'), OURS);
    writeFileSync(join(folder, 'l1.js'), l1App(objects(), CHART, require.resolve));
    // Once for the file cache, and to see that they do the same.
    run(folder, 'ours');
    run(folder, 'l1');
    if (manifest(folder, 'ours') !== manifest(folder, 'l1')) throw new Error('the app without the library writes another manifest');

    const [ours, bareL1]: [number[], number[]] = [[], []];
    for (let i = 0; i < runs; i++) {
      ours.push(run(folder, 'ours'));
      bareL1.push(run(folder, 'l1'));
    }
    return { runs, ours: median(ours), bareL1: median(bareL1) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function objects(): KubeObject[] {
  const chart = new Chart(new App(), CHART);
  new RedisSentinelHostPath(chart, 'redis');
  return chart.toJson();
}

function run(folder: string, app: string): number {
  const start = performance.now();
  execFileSync(process.execPath, [join(folder, `${app}.js`)], { cwd: folder, env: { ...process.env, CDK8S_OUTDIR: join(folder, app), NODE_OPTIONS: '' } });
  return performance.now() - start;
}

function manifest(folder: string, app: string): string {
  return readFileSync(join(folder, app, `${CHART}.k8s.yaml`), 'utf8');
}
