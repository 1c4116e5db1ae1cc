/**
 * lib-log.sh: one line for each decision, whoever asks however often.
 */
import { join } from 'path';
import { Sandbox, SHELLS } from './sandbox';

describe.each(Object.keys(SHELLS))('lib-log.sh under %s', shell => {
  let pod: Sandbox;
  beforeEach(() => { pod = new Sandbox({ shell }); });
  afterEach(async () => pod.remove());

  test('log: time, script and message', () => {
    expect(evaluate("log 'says %s *'")).toMatchObject({ status: 0, stdout: '2025-01-01T00:00:00Z test.sh: says %s *\n', stderr: '' });
  });

  test('log: into a file where that is told, below what is there', () => {
    pod.env.LOG = join(pod.runDir, 'log');
    pod.writeRun('log', 'before\n');
    expect(evaluate('log hello').stdout).toBe('');
    expect(pod.readRun('log')).toBe('before\n2025-01-01T00:00:00Z test.sh: hello\n');
  });

  test('say: the same thing once', () => {
    expect(evaluate('say one; say one; sleep 29; say one').log).toEqual(['test.sh: one']);
  });

  test('say: another thing at once, and the first one again', () => {
    expect(evaluate('say one; say two; say one').log).toEqual(['test.sh: one', 'test.sh: two', 'test.sh: one']);
  });

  test('say: the same thing again after half a minute', () => {
    expect(evaluate('say one; sleep 30; say one; sleep 29; say one').log).toEqual(['test.sh: one', 'test.sh: one']);
  });

  test('die: the reason on standard error, and exit code 1', () => {
    expect(evaluate('die because; echo goes on')).toMatchObject({ status: 1, stdout: '', stderr: '2025-01-01T00:00:00Z test.sh: because\n' });
  });

  function evaluate(commands: string) {
    return pod.evaluate(['lib-log.sh'], commands);
  }
});
