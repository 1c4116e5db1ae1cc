/**
 * For how long two members accepted writes at the same time.
 */
interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Acknowledgements at most this far apart belong to one interval of writing. */
const JOINED_MS = 1_000;

/**
 * The longest stretch of time, in milliseconds, that lies within an interval of writing of two members; 0 when there is none. Given are, for each
 * member, the Date.now() times of its acknowledgements in ascending order.
 *
 * An interval reaches from its first to its last acknowledgement, both of these milliseconds included: a single write counts as 1 ms.
 */
export function overlapOf(acknowledged: number[][]): number {
  const intervals = acknowledged.map(intervalsOf);
  const pairs = intervals.flatMap((left, index) => intervals.slice(index + 1).map(right => ({ left, right })));
  return Math.max(0, ...pairs.map(({ left, right }) => longestIntersection(left, right)));
}

function intervalsOf(acknowledged: number[]): Interval[] {
  const begins = acknowledged.map((at, index) => index === 0 || at - acknowledged[index - 1] > JOINED_MS ? index : -1).filter(index => index >= 0);
  return begins.map((begin, index) => ({ from: acknowledged[begin], to: acknowledged[(begins[index + 1] ?? acknowledged.length) - 1] }));
}

function longestIntersection(left: Interval[], right: Interval[]): number {
  return Math.max(0, ...left.flatMap(one => right.map(other => Math.min(one.to, other.to) - Math.max(one.from, other.from) + 1)));
}
