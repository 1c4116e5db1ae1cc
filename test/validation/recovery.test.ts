/**
 * How a set finds together again. One test per rule: what is refused, and in which words.
 */
import { Duration } from 'cdk8s';
import { building } from './building';
import { AppendOnly } from '../../src';

describe('a master that stays after a restart', () => {
  const staying = (appendOnly?: AppendOnly) => building({ recovery: { yieldOnRestart: false }, redis: { appendOnly } });

  test.each([undefined, AppendOnly.EVERY_SECOND, AppendOnly.OFF])('with append-only %s, which may lack its last writes', appendOnly => {
    expect(staying(appendOnly)).toThrow(
      'recovery.yieldOnRestart is false; allowed: true, or false with redis.appendOnly AppendOnly.ALWAYS, '
      + 'because a restarted master would go on from its disk, and take what is missing there from the replicas too. Leave it out.',
    );
  });

  test('is fine where its disk lacks nothing', () => {
    expect(staying(AppendOnly.ALWAYS)).not.toThrow();
  });
});

describe('durations', () => {
  test.each([Duration.millis(1500), Duration.millis(1)])('a wait at a cold start with a fraction', coldStartWait => {
    expect(building({ recovery: { coldStartWait } })).toThrow(/^recovery\.coldStartWait is "[0-9.]+ s"; allowed: whole seconds, 0 or more\.$/);
  });

  test('no wait at a cold start is fine', () => {
    expect(building({ recovery: { coldStartWait: Duration.seconds(0) } })).not.toThrow();
  });

  test.each([[Duration.seconds(29), '29 s'], [Duration.millis(30_500), '30.5 s']])('too little time to leave, or a fraction', (leaveTimeout, shown) => {
    expect(building({ recovery: { leaveTimeout } })).toThrow(`recovery.leaveTimeout is "${shown}"; allowed: whole seconds, 30 or more.`);
  });

  test('half a minute to leave is fine', () => {
    expect(building({ recovery: { leaveTimeout: Duration.seconds(30) } })).not.toThrow();
  });
});
