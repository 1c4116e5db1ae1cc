/**
 * One measurement, in a process of its own so that nothing is warm and the peak memory is its own.
 *
 * Arguments: what to measure (a layout, `objects`, `cdk8s` or `stringify`), the number of sets, and a folder to write to.
 * Sends the parent one `Measurement`. `objects` measures nothing: it leaves the synthesised objects in the folder as
 * JSON, which `cdk8s` and `stringify` read. Modules are loaded before the clock starts.
 */
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import type { ApiObjectProps } from 'cdk8s';

/** What one process measured. */
export interface Measurement {
  /** The work itself. */
  readonly millis: number;
  /** The most memory the process ever had. */
  readonly peakMebibytes: number;
}

/** How the sets are spread over charts and apps. */
export type Layout = 'one chart' | 'a chart per set' | 'an app per set';

/** What a process is for. */
export type Step = Layout | 'objects' | 'cdk8s' | 'stringify';

async function main([step, sets, folder]: [Step, string, string]): Promise<void> {
  const millis = await measure(step, Number(sets), folder);
  process.send!({ millis, peakMebibytes: process.resourceUsage().maxRSS / 1024 });
}

async function measure(step: Step, sets: number, folder: string): Promise<number> {
  switch (step) {
    case 'cdk8s': return cdk8sAlone(folder);
    case 'stringify': return stringify(folder);
    case 'an app per set': return appPerSet(sets, folder);
    default: return synth(step, sets, folder);
  }
}

async function synth(step: 'one chart' | 'a chart per set' | 'objects', sets: number, folder: string): Promise<number> {
  const { App, Chart } = await import('cdk8s');
  const { RedisSentinelHostPath } = await import('../../src/index.js');
  const loaded = performance.now();

  const app = new App({ outdir: folder });
  const charts = times(step === 'a chart per set' ? sets : 1, i => new Chart(app, `bench-${i}`));
  times(sets, i => new RedisSentinelHostPath(charts[i % charts.length], `redis-${i}`));
  app.synth();
  const done = performance.now();

  if (step === 'objects') writeFileSync(join(folder, 'objects.json'), JSON.stringify(charts[0].toJson()));
  return done - loaded;
}

/** One after the other: nothing of the one is in memory when the next is made. */
async function appPerSet(sets: number, folder: string): Promise<number> {
  const { App, Chart } = await import('cdk8s');
  const { RedisSentinelHostPath } = await import('../../src/index.js');
  const loaded = performance.now();
  times(sets, i => {
    const app = new App({ outdir: folder });
    new RedisSentinelHostPath(new Chart(app, `bench-${i}`), `redis-${i}`);
    app.synth();
  });
  return performance.now() - loaded;
}

/** What nobody who uses cdk8s can save: it is given the finished objects, in one chart. */
async function cdk8sAlone(folder: string): Promise<number> {
  const objects: ApiObjectProps[] = JSON.parse(readFileSync(join(folder, 'objects.json'), 'utf8'));
  const { ApiObject, App, Chart } = await import('cdk8s');
  const loaded = performance.now();
  const app = new App({ outdir: join(folder, 'cdk8s') });
  const chart = new Chart(app, 'bench-0');
  objects.forEach((object, i) => new ApiObject(chart, `${i}`, object));
  app.synth();
  const done = performance.now();

  expectSameBytes(readFileSync(join(folder, 'cdk8s', 'bench-0.k8s.yaml'), 'utf8'), folder);
  return done - loaded;
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** The same work that cdk8s/lib/yaml.js does, with the same options, and nothing else. */
async function stringify(folder: string): Promise<number> {
  const objects: unknown[] = JSON.parse(readFileSync(join(folder, 'objects.json'), 'utf8'));
  const YAML = await import('yaml');
  const loaded = performance.now();
  const text = objects.map(object => YAML.stringify(object, { keepUndefined: true, lineWidth: 0, version: '1.1' })).join('---\n');
  const done = performance.now();

  expectSameBytes(text, folder);
  return done - loaded;
}

function expectSameBytes(text: string, folder: string): void {
  if (text !== readFileSync(join(folder, 'bench-0.k8s.yaml'), 'utf8')) {
    throw new Error('these are other bytes than the library\'s: the comparison would not be fair');
  }
}

void main(process.argv.slice(2) as [Step, string, string]);
