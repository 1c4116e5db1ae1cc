/**
 * F20. An empty set starts for the first time, its pods in any order: each of them might take itself for the only one.
 */
import { createHash } from 'crypto';
import { emptyCluster, manifests } from '../scenario-kit/scenario';

const STARTS = 20;

/** In parallel, to be done sooner; each on a cluster of its own. */
const PAIRS = Array.from({ length: STARTS / 2 }, (_, index) => [2 * index + 1, 2 * index + 2]);

const LATEST_START_MS = 3_000;

/** What a failed run prints makes the same delays again: FAILOVER_SEED=... */
const SEED = process.env.FAILOVER_SEED ?? `${Date.now()}`;

/** From 0 to LATEST_START_MS, always the same for the same text. */
function delayOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32 * LATEST_START_MS;
}

/** Gives back who began a term as master or accepted writes, from the first pod's start until all was in order. */
async function firstStart(number: number): Promise<string[]> {
  const set = await emptyCluster(`empty-set-starts-${number}`);
  try {
    // Sentinels have random names, so it is their turn that counts.
    let turn = 0;
    set.cluster.startDelay = () => delayOf(`${SEED}/${number}/${turn++}`);
    const watch = set.watchWritable();
    set.cluster.apply(manifests({}));
    await set.inOrder(60_000);
    await watch.stop();
    await set.finalState(30_000);
    return set.memberPods.filter(pod => watch.acknowledgedBy(pod.name).length > 0 || set.logsOf(pod, 'redis-server').includes('is the master of term'))
      .map(pod => pod.name);
  } finally {
    await set.close();
  }
}

describe(`when an empty set starts, with the seed ${SEED}`, () => {
  test.each(PAIRS)('one member became the master, and no other ever was or accepted a write: starts %d and %d', async (...numbers) => {
    // Both have to be over before the next pair begins, whatever became of them.
    const outcomes = await Promise.allSettled(numbers.map(firstStart));
    for (const outcome of outcomes) expect(outcome).toEqual({ status: 'fulfilled', value: [expect.any(String)] });
  });
});
