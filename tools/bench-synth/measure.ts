/**
 * One measurement, in a process of its own so that nothing is warm and the peak memory is its own.
 *
 * Arguments: what to measure (a layout, `objects` or `stringify`), the number of sets, and a folder to write to.
 * Sends the parent one `Measurement`. `objects` measures nothing: it leaves the synthesised objects in the folder as
 * JSON, which `stringify` reads. Modules are loaded before the clock starts.
 */
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

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
export type Step = Layout | 'objects' | 'stringify';

async function main([step, sets, folder]: string[]): Promise<void> {
  const millis = step === 'stringify' ? await stringify(folder) : await synth(step as Layout | 'objects', Number(sets), folder);
  process.send!({ millis, peakMebibytes: process.resourceUsage().maxRSS / 1024 });
}

async function synth(step: Layout | 'objects', sets: number, folder: string): Promise<number> {
  const { App, Chart } = await import('cdk8s');
  const { RedisSentinelHostPath } = await import('../../src/index.js');
  const loaded = performance.now();

  const apps = times(step === 'an app per set' ? sets : 1, () => new App({ outdir: folder }));
  const charts = times(step === 'an app per set' || step === 'a chart per set' ? sets : 1, i => new Chart(apps[i % apps.length], `bench-${i}`));
  times(sets, i => new RedisSentinelHostPath(charts[i % charts.length], `redis-${i}`));
  for (const app of apps) app.synth();
  const done = performance.now();

  if (step === 'objects') writeFileSync(join(folder, 'objects.json'), JSON.stringify(charts[0].toJson()));
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

  if (text !== readFileSync(join(folder, 'bench-0.k8s.yaml'), 'utf8')) {
    throw new Error('yaml alone writes other bytes than cdk8s does: the comparison would not be fair');
  }
  return done - loaded;
}

void main(process.argv.slice(2));
