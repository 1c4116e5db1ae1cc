/**
 * How many sentinels, and how fast they act. One test per rule: what is refused, and in which words.
 */
import { Duration } from 'cdk8s';
import { building } from './building';
import { RedisSentinelHostPath } from '../../src';
import { testChart } from '../support';

describe('quorum', () => {
  test('above the number of sentinels', () => {
    expect(building({ sentinel: { quorum: 4 } })).toThrow(
      'sentinel.quorum is 4; allowed: a whole number from 2 (the majority) to 3 (sentinel.replicas), '
      + 'because so many sentinels can never agree. Leave it out for 2.',
    );
  });

  test('below the majority', () => {
    expect(building({ sentinel: { replicas: 5, quorum: 2 } })).toThrow(
      'sentinel.quorum is 2; allowed: a whole number from 3 (the majority) to 5 (sentinel.replicas), '
      + 'because a minority that is cut off could call a healthy master dead. Leave it out for 3.',
    );
  });

  test('that is no whole number', () => {
    expect(building({ sentinel: { quorum: 2.5 } })).toThrow('sentinel.quorum is 2.5; allowed: a whole number from 2');
  });
});

describe('what works, but not as well as one may think', () => {
  const warnings: string[] = [];
  beforeEach(() => {
    warnings.length = 0;
    jest.spyOn(process.stderr, 'write').mockImplementation(text => warnings.push(String(text)) > 0);
  });
  afterEach(() => jest.restoreAllMocks());

  test('no sentinel at all is refused', () => {
    expect(building({ sentinel: { replicas: 0 } })).toThrow('sentinel.replicas is 0; allowed: a whole number from 1.');
  });

  test('an even number draws a warning', () => {
    building({ sentinel: { replicas: 4 } })();
    expect(warnings).toEqual([
      '[warning at test/redis/Config] sentinel.replicas is 4: an even number survives no more losses than 3 would. Use 3 or 5.\n',
    ]);
  });

  test('too few draw a warning', () => {
    building({ sentinel: { replicas: 2 } })();
    expect(warnings).toEqual([
      '[warning at test/redis/Config] sentinel.replicas is 2: with fewer than 3 sentinels the loss of one stops every failover. Use 3.\n',
    ]);
  });

  test('a down-after that a planned switch may outlast draws a warning', () => {
    building({ sentinel: { downAfter: Duration.seconds(3) } })();
    expect(warnings).toEqual([
      '[warning at test/redis/Config] sentinel.downAfter is 3 s: below 4 s a planned switch can be taken for a failure. Use 5 s.\n',
    ]);
  });

  test('a warning can be read from the construct', () => {
    const redis = new RedisSentinelHostPath(testChart(), 'redis', { sentinel: { replicas: 1 } });
    expect(redis.config.node.metadata.map(({ type, data }) => [type, data])).toEqual([['warning', expect.stringContaining('fewer than 3')]]);
  });

  test.each([3, 5, 7])('%d sentinels draw none', replicas => {
    building({ sentinel: { replicas } })();
    expect(warnings).toEqual([]);
  });
});

describe('durations', () => {
  test('down-after below a second', () => {
    expect(building({ sentinel: { downAfter: Duration.millis(999) } })).toThrow(
      'sentinel.downAfter is "0.999 s"; allowed: 1 s or more, '
      + 'because Sentinel pings once a second and a shorter time takes a busy Redis for a dead one.',
    );
  });

  test('a failover time that is not above down-after', () => {
    expect(building({ sentinel: { downAfter: Duration.seconds(30), failoverTimeout: Duration.seconds(30) } })).toThrow(
      'sentinel.failoverTimeout is "30 s"; allowed: more than sentinel.downAfter (30 s), '
      + 'because a failover has to notice that the replica it promotes is dead too.',
    );
  });

  test('an eviction before the failover', () => {
    expect(building({ shardPods: { evictionDelay: Duration.seconds(5) } })).toThrow(
      'evictionDelay is "5 s"; allowed: more than sentinel.downAfter (5 s), because the pod would move away before Sentinel has failed over.',
    );
  });

  test('an eviction delay with a fraction, which Kubernetes refuses', () => {
    expect(building({ shardPods: { evictionDelay: Duration.millis(6500) } })).toThrow('evictionDelay is "6.5 s"; allowed: whole seconds');
  });

  test('a replication lag with a fraction, which Redis refuses', () => {
    expect(building({ redis: { minReplicasMaxLag: Duration.millis(500) } })).toThrow('redis.minReplicasMaxLag is "0.5 s"; allowed: whole seconds, 1 or more.');
  });

  test('parallel syncs of nobody', () => {
    expect(building({ sentinel: { parallelSyncs: 0 } })).toThrow('sentinel.parallelSyncs is 0; allowed: a whole number from 1.');
  });
});
