/**
 * `npm test` itself: what counts as a failure, and which layers it takes.
 */
import { spawnSync } from 'child_process';
import { join } from 'path';
import { count, JestReport } from '../../tools/test/jest-layer';
import { selectLayers } from '../../tools/test/layers';

const ROOT = join(__dirname, '..', '..');
const ALL_PASSED: JestReport = { numPassedTests: 12, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0 };

test('a layer whose tests all pass has passed', () => {
  expect(count(ALL_PASSED, 0)).toEqual({ passed: 12, failed: 0, message: undefined });
});

test('a failed test is counted', () => {
  expect(count({ ...ALL_PASSED, numFailedTests: 2 }, 1)).toEqual({ passed: 12, failed: 2, message: undefined });
});

test.each<[string, Partial<JestReport>, number, number, string]>([
  ['a skipped test', { numPendingTests: 1 }, 0, 1, '1 skipped or todo: nothing is skipped silently'],
  ['a todo', { numTodoTests: 2 }, 0, 2, '2 skipped or todo: nothing is skipped silently'],
  ['a test file that could not run', { numRuntimeErrorTestSuites: 1 }, 1, 1, '1 of the test files could not run'],
  ['no test at all', { numPassedTests: 0 }, 0, 1, 'no test ran'],
  ['an exit code that nothing explains', {}, 1, 1, 'exit code 1 without a failed test'],
])('%s is a failure', (_what, report, status, failed, message) => {
  expect(count({ ...ALL_PASSED, ...report }, status)).toMatchObject({ failed, message });
});

test('layers run in their own order, where none is named all but that of the cluster', () => {
  const names = (...selected: string[]) => selectLayers(selected).map(({ name }) => name);
  expect(names()).toEqual(['packages', 'compile', 'docgen', 'types', 'lint', 'markdown', 'workflows', 'unit', 'languages', 'failover']);
  expect(names('cluster', 'unit', 'packages')).toEqual(['packages', 'unit', 'cluster']);
});

test('a layer that does not exist is an error that lists those that do', () => {
  const { status, stdout, stderr } = spawnSync('npx', ['tsx', 'tools/test/main.ts', 'unit', 'nonsense'], { cwd: ROOT, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('no such layer: nonsense. Allowed are packages, compile, docgen, types, lint, markdown, workflows, unit, languages, failover, cluster;');
});

test('the sum of the layers is the last line', () => {
  const { status, stdout } = spawnSync('npx', ['tsx', 'tools/test/main.ts', 'packages'], { cwd: ROOT, encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout).toMatch(/\nlayer +passed +failed +seconds\npackages +1 +0 +\d+\.\d\n\n1 passed, 0 failed\n$/);
});
