import { WriteRecord } from './write-record';

const record = new WriteRecord();
record.acknowledge({ key: 'plain', at: 1000, confirmed: false });
record.acknowledge({ key: 'confirmed', at: 1010, confirmed: true });
record.acknowledge({ key: 'late', at: 4010, confirmed: true });

test('an acknowledged write whose key is gone is lost', () => {
  expect(record.lost(new Set(['late'])).map(({ key }) => key)).toEqual(['plain', 'confirmed']);
  expect(record.lost(new Set(['plain', 'confirmed', 'late']))).toEqual([]);
});

test('a lost write counts as confirmed only if WAIT said so', () => {
  expect(record.lostThoughConfirmed(new Set(['late'])).map(({ key }) => key)).toEqual(['confirmed']);
});

test('the longest gap is between two acknowledged writes in a row', () => {
  expect(record.longestGap()).toBe(3000);
});

test('confirmed writes after a moment leave out the others', () => {
  expect(record.confirmedSince(1000).map(({ key }) => key)).toEqual(['confirmed', 'late']);
});

test('the longest gap since a moment counts a gap in which the moment lies', () => {
  expect(record.longestGap(2000)).toBe(3000);
  expect(record.longestGap(4010)).toBe(0);
});

test('the gap around a moment is the one that it lies in', () => {
  expect([1000, 1005, 1010, 4009].map(moment => record.gapAround(moment))).toEqual([10, 10, 3000, 3000]);
});

test('there is no end to a gap before the first or after the last write', () => {
  expect([999, 4010].map(moment => record.gapAround(moment))).toEqual([Infinity, Infinity]);
});

test('failures are told with their times', () => {
  const failing = new WriteRecord();
  for (const at of [10, 20, 30]) failing.fail({ reason: 'READONLY', at });
  expect(failing.failuresSince(10).map(({ at }) => at)).toEqual([20, 30]);
  expect(failing.summary()).toContain('3 x READONLY');
});
