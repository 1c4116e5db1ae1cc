import { overlapOf } from './overlap';

/** Every 100 ms, both ends included. */
const writing = (from: number, to: number) => Array.from({ length: (to - from) / 100 + 1 }, (_, index) => from + index * 100);
const overlap = (...acknowledged: number[][]) => overlapOf(acknowledged);

test('there is no overlap without two members that wrote', () => {
  expect(overlap()).toBe(0);
  expect(overlap(writing(0, 5000))).toBe(0);
  expect(overlap(writing(0, 5000), [])).toBe(0);
});

test('members that took turns did not overlap', () => {
  expect(overlap(writing(0, 5000), writing(5100, 9000))).toBe(0);
  expect(overlap([...writing(0, 5000), ...writing(10_000, 12_000)], writing(5100, 9900))).toBe(0);
});

test('the overlap is what two intervals have in common, with both ends', () => {
  expect(overlap(writing(0, 5000), writing(4000, 9000))).toBe(1001);
  expect(overlap(writing(4000, 9000), writing(0, 5000))).toBe(1001);
  expect(overlap(writing(0, 9000), writing(4000, 5000))).toBe(1001);
});

test('a single write within the interval of another member counts as a millisecond', () => {
  expect(overlap(writing(0, 5000), [2500])).toBe(1);
  expect(overlap([2500], [2500])).toBe(1);
});

test('writes at most a second apart belong together, others do not', () => {
  expect(overlap([0, 1000, 2000], [500, 1500])).toBe(1001);
  expect(overlap([0, 1001], [500])).toBe(0);
});

test('of several overlaps the longest counts, whichever pair it is of', () => {
  expect(overlap([...writing(0, 1000), ...writing(5000, 9000)], [...writing(900, 1000), ...writing(7000, 8000)], [20_000])).toBe(1001);
  expect(overlap([20_000], writing(0, 1000), writing(500, 2000))).toBe(501);
});
