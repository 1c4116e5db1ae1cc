/**
 * F8. Everything loses its power and starts again after the first shard had stayed away for a while: its data is older than that of the others,
 * whoever starts first.
 */
import { EVERY_IMAGE } from './every-image';
import { AppendOnly } from '../../src';
import { ArticleProps } from '../scenario-kit/article-set';
import { RedisSet } from '../scenario-kit/redis/redis-set';
import { CLIENT_NODE, quietSet, saved, theMaster, writing } from '../scenario-kit/scenario';

const EVERY_ORDER = ['abc', 'cba', 'acb', 'bca', 'bac', 'cab'];

/** Longer than a member needs to load its data. */
const BETWEEN_STARTS_MS = 1_500;

/** Every order once with both files, shared by the images, and once with one file only: a start takes a quarter of a minute. */
const CASES: [string, ArticleProps, string[]][] = [
  ...EVERY_IMAGE.map(([label, name], index): [string, ArticleProps, string[]] =>
    [`AOF and RDB on ${label}`, { image: { name } }, EVERY_ORDER.slice(2 * index, 2 * index + 2)]),
  ['AOF only', { redis: { savePoints: [] } }, EVERY_ORDER.slice(0, 3)],
  ['RDB only', { redis: { appendOnly: AppendOnly.OFF } }, EVERY_ORDER.slice(3)],
];

/** Cuts the power of all nodes with pods and starts the members in this order; the sentinels start at once. */
async function startCold({ cluster }: RedisSet, order: string): Promise<void> {
  const nodes = [...new Set(cluster.pods.map(pod => cluster.node(pod.nodeName)))];
  cluster.startDelay = ({ name }) => order.indexOf(/-([abc])-0$/.exec(name)?.[1] ?? '') * BETWEEN_STARTS_MS;
  await Promise.all(nodes.filter(node => node.alive).map(async node => node.powerOff()));
  await Promise.all(nodes.map(async node => node.powerOn()));
}

describe.each(CASES)('when everything starts with older data on the first shard, with %s', (label, props, orders) => {
  const rdbOnly = props.redis?.appendOnly === AppendOnly.OFF;
  let set: RedisSet;

  beforeAll(async () => { set = await quietSet(`everything-starts-cold-${label}`, props); });
  afterAll(async () => set?.close());

  test.each(orders)('nothing was lost in the order %s, and no two members took writes at the same time', async order => {
    const writer = await set.startWriter(CLIENT_NODE, { name: `writer-${order}` });
    await writing({ set, writer });
    if (rdbOnly) await saved(set, set.pod('a'));
    // The first time it is the master, so that another one takes over and begins a newer term; then only its offset is lower.
    await set.cluster.node(set.pod('a').nodeName).powerOff();
    await writing({ set, writer });
    const record = await writer.stop();
    if (rdbOnly) await saved(set, await theMaster(set));

    await startCold(set, order);
    const watch = set.watchWritable();
    await set.inOrder(60_000);
    await watch.stop();
    expect(watch.overlap()).toBe(0);
    await set.finalState(30_000);
    const { acknowledged, lost } = await set.lossOf(record);
    console.log(`${label}, ${order}: ${lost} of ${acknowledged} lost`);
    expect(lost).toBe(0);
  });
});
