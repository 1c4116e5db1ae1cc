/**
 * One measurement, in a process of its own so that nothing is warm and the peak memory is its own.
 *
 * Arguments: what to measure (`synth`, `objects`, `stringify`), the number of sets, and a folder to write to.
 * Sends the parent one `Measurement`. `objects` measures nothing: it leaves the synthesised objects in the folder as
 * JSON, which `stringify` reads. Modules are loaded before the clock starts.
 */
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

/** What one process measured. */
export interface Measurement {
  /** Loading cdk8s, cdk8s-plus and the library's sources, or `yaml`. */
  readonly loadMillis: number;
  /** The work itself. */
  readonly workMillis: number;
  /** The most memory the process ever had. */
  readonly peakMebibytes: number;
  /** How long the manifest is. */
  readonly yamlBytes: number;
}

/** The step that a process is for. */
export type Step = 'synth' | 'objects' | 'stringify';

async function main([step, sets, folder]: string[]): Promise<void> {
  const measured = step === 'stringify' ? await stringify(folder) : await synth(Number(sets), folder, step === 'objects');
  process.send!({ ...measured, peakMebibytes: process.resourceUsage().maxRSS / 1024 });
}

async function synth(sets: number, folder: string, keepObjects: boolean): Promise<Omit<Measurement, 'peakMebibytes'>> {
  const start = performance.now();
  const { App, Chart } = await import('cdk8s');
  const { RedisSentinelHostPath } = await import('../../src/index.js');
  const loaded = performance.now();

  const app = new App({ outdir: folder });
  const chart = new Chart(app, 'bench');
  for (let i = 0; i < sets; i++) {
    new RedisSentinelHostPath(chart, `redis-${i}`);
  }
  app.synth();
  const done = performance.now();

  if (keepObjects) {
    writeFileSync(join(folder, 'objects.json'), JSON.stringify(chart.toJson()));
  }
  return { loadMillis: loaded - start, workMillis: done - loaded, yamlBytes: readFileSync(join(folder, 'bench.k8s.yaml')).length };
}

/** The same work that cdk8s/lib/yaml.js does, with the same options, and nothing else. */
async function stringify(folder: string): Promise<Omit<Measurement, 'peakMebibytes'>> {
  const objects: unknown[] = JSON.parse(readFileSync(join(folder, 'objects.json'), 'utf8'));
  const start = performance.now();
  const YAML = await import('yaml');
  const loaded = performance.now();
  const text = objects.map(object => YAML.stringify(object, { keepUndefined: true, lineWidth: 0, version: '1.1' })).join('---\n');
  const done = performance.now();

  if (text !== readFileSync(join(folder, 'bench.k8s.yaml'), 'utf8')) {
    throw new Error('yaml alone writes other bytes than cdk8s does: the comparison would not be fair');
  }
  return { loadMillis: loaded - start, workMillis: done - loaded, yamlBytes: Buffer.byteLength(text) };
}

void main(process.argv.slice(2));
