/**
 * That the benchmark runs and says what it promises; its figures are for people, not for tests.
 */
import { execFileSync } from 'child_process';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');

function benchSynth(...args: string[]): string {
  return execFileSync(join(ROOT, 'node_modules', '.bin', 'tsx'), ['tools/bench-synth/main.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

test('prints a row for each number of sets and layout, how the time grows, and the cold start', () => {
  const report = benchSynth('1', '2', '--runs', '2');
  for (const layout of ['one chart', 'a chart per set', 'an app per set']) {
    for (const sets of [1, 2]) {
      expect(report).toMatch(new RegExp(`^\\| ${sets} \\| ${layout}( \\| \\d+(\\.\\d+)?){7} \\| 2 \\|$`, 'm'));
    }
    expect(report).toMatch(new RegExp(`^Growth from 1 to 2 sets in ${layout}.*: synth -?\\d+\\.\\d\\d, \`yaml\` alone -?\\d+\\.\\d\\d\\.$`, 'm'));
  }
  expect(report).toMatch(/^One set from a cold start of node: \d\.\d\d s; .*; ratio \d\.\d\d, 2 runs\.$/m);
}, 120_000);

test('refuses what is no number of sets', () => {
  expect(() => benchSynth('many')).toThrow('"many" is no number of sets or runs');
});
