import fs from 'fs';
import { Duration, Size, Testing } from 'cdk8s';
import { EXAMPLES, manifestOf } from './examples';
import { foldedManifests, foldedYaml } from './fold-scripts';
import { RedisSentinelHostPath, RedisSentinelHostPathProps } from '../../src';
import { parseManifests } from '../../tools/manifest-check/read-manifests';
import { find, Manifest, synth, testChart } from '../support';

const SETTINGS = ['redis.conf', 'sentinel.conf', 'set.env'];

const names = Object.keys(EXAMPLES);

describe.each(names)('of the example %s', name => {
  const whole = parseManifests(manifestOf(name)) as Manifest[];
  const readable = foldedYaml(whole);

  test('every script is folded, and every file of settings stays as it is', () => {
    whole.filter(({ kind }) => kind === 'ConfigMap').forEach(({ metadata, data }) => {
      const left = find(parseManifests(readable) as Manifest[], 'ConfigMap', metadata.name).data;
      expect(Object.keys(left)).toEqual(Object.keys(data));
      expect(Object.keys(data).filter(file => left[file] === data[file])).toEqual(SETTINGS);
    });
  });

  test('nothing is lost but scripts and checksums', () => {
    const checksum = /(?<=checksum\/config: ).*/g;
    const rest = manifestOf(name).replace(/^ {2}\S+\.sh: \|\n(?: {4}.*\n|\n)+/gm, '').replace(checksum, '');
    expect(readable.replace(/^ {2}\S+\.sh: <.*>\n/gm, '').replace(checksum, '')).toBe(rest);
    expect(rest).not.toContain('#!/bin/sh');
  });
});

describe('a change of a script', () => {
  const before = manifestsOf(names);
  let after: Record<string, string>;

  beforeAll(() => {
    after = withChanged('lib-log.sh', text => `${text}# One line more.\n`, () => manifestsOf(names, freshly('./examples')));
  });

  test.each(names)('changes one line a set of the folded %s', name => {
    const sets = before[name].match(/^kind: ConfigMap$/gm)!.length;
    const lines = changedLines(folded(before[name]), folded(after[name]));
    expect(lines).toEqual(Array(sets).fill(expect.stringMatching(/^ {2}lib-log\.sh: <script, sha256 [0-9a-f]{12}>$/)));
  });

  test.each(names)('is followed by all pods of the whole %s', name => {
    const [then, now] = [checksums(before[name]), checksums(after[name])];
    expect(now).toHaveLength(then.length);
    expect(now.filter(checksum => then.includes(checksum))).toEqual([]);
  });
});

test('a change of a prop shows as the lines that it changes', () => {
  const yaml = (props: RedisSentinelHostPathProps) => {
    const chart = testChart();
    new RedisSentinelHostPath(chart, 'redis', props);
    return foldedYaml(Testing.synth(chart));
  };
  expect(changedLines(yaml({}), yaml({ redis: { maxMemory: Size.mebibytes(512) }, recovery: { coldStartWait: Duration.minutes(2) } }))).toEqual([
    '    maxmemory 512mb',
    '    COLD_START_WAIT=\'120\'',
  ]);
});

test('no two scripts fold to the same', () => {
  const scripts = Object.entries<string>(find(synth(chartOfOneSet()), 'ConfigMap', 'redis-config').data).filter(([file]) => file.endsWith('.sh'));
  const texts = scripts.flatMap(([, text]) => [text, `${text}\n`, text.replace('set -', 'set +'), text.replace(/\n/g, ' '), text.toUpperCase()]);
  const lines = [...new Set(texts)].map(text => foldedYaml([{ data: { 'run.sh': text } }]));
  expect(new Set(lines).size).toBe(lines.length);
});

test.each(['', 'undefined', '83d490b1', 'G'.repeat(64)])('what is no checksum stays for all to see: "%s"', value => {
  const object = { metadata: { annotations: { 'checksum/config': value } } };
  expect(parseManifests(foldedYaml([object]))).toEqual([object]);
});

test('a snapshot of manifests is folded, of anything else it is not', () => {
  const manifests = Testing.synth(chartOfOneSet());
  expect(foldedManifests.test(manifests)).toBe(true);
  [[], ['text'], [null], manifests[0], [...manifests, {}], undefined].forEach(value => expect(foldedManifests.test(value)).toBe(false));
});

function chartOfOneSet() {
  const chart = testChart();
  new RedisSentinelHostPath(chart, 'redis');
  return chart;
}

function folded(manifest: string): string {
  return foldedYaml(parseManifests(manifest));
}

function checksums(manifest: string): string[] {
  return [...manifest.matchAll(/^ *checksum\/config: (\S+)$/gm)].map(([, checksum]) => checksum);
}

/** The new ones; throws where lines have come or gone. */
function changedLines(before: string, after: string): string[] {
  const [then, now] = [before.split('\n'), after.split('\n')];
  expect(now).toHaveLength(then.length);
  return now.filter((line, i) => line !== then[i]);
}

function manifestsOf(examples: string[], from = { manifestOf }): Record<string, string> {
  return Object.fromEntries(examples.map(example => [example, from.manifestOf(example)]));
}

/** The module, and all that it imports, loaded anew. */
function freshly(module: './examples'): typeof import('./examples') {
  let loaded: typeof import('./examples');
  jest.isolateModules(() => loaded = jest.requireActual(module));
  return loaded!;
}

/** As if this file of runtime/ were another; for modules that are loaded meanwhile. */
function withChanged<T>(script: string, change: (text: string) => string, act: () => T): T {
  const read = fs.readFileSync;
  const reading = jest.spyOn(fs, 'readFileSync').mockImplementation((file, options) => {
    const content = read(file, options);
    return `${file}`.endsWith(`/runtime/${script}`) ? change(`${content}`) : content;
  });
  try {
    return act();
  } finally {
    reading.mockRestore();
  }
}
