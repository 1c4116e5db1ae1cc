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
