import { SetPod } from './set-cluster';
import { complaints, MemberView, SentinelView, unfinished } from './set-view';

const pod = (name: string) => ({ name }) as SetPod;
const master: MemberView = { pod: pod('a-0'), host: 'a', role: 'master', offset: 100, replicas: ['b', 'c'] };
const replica = (host: string): MemberView => ({ pod: pod(`${host}-0`), host, role: 'replica', master: 'a', link: 'connected', offset: 100, replicas: [] });
const sentinel: SentinelView = { pod: pod('s'), master: 'a', flags: 'master', otherSentinels: 2, replicas: 2, quorum: 'OK 3 usable Sentinels' };
const view = { members: [master, replica('b'), replica('c')], sentinels: [sentinel, sentinel, sentinel] };
const expected = { members: 3, sentinels: 3 };

test('there is nothing to complain of in a set in its final state', () => {
  expect([...complaints(view, expected), ...unfinished(view, expected)]).toEqual([]);
});

test('a member that lags behind, is missing or called down keeps the set from its final state', () => {
  expect(unfinished({ ...view, members: [master, replica('b'), { ...replica('c'), offset: 90 }] }, expected)).toEqual(['c-0 is at offset 90, its master at 100']);
  expect(unfinished({ ...view, members: [master, replica('b')] }, expected)).toEqual(['2 members']);
  expect(unfinished({ ...view, sentinels: [{ ...sentinel, flags: 's_down,master' }] }, expected)).toEqual(['s calls the master s_down,master']);
});

test('a member that follows nobody, as in quarantine, is out of order', () => {
  const quarantined = { ...replica('c'), master: '0.0.0.1', link: 'connect' };
  expect(complaints({ ...view, members: [master, replica('b'), quarantined] }, expected)).toEqual(['the link of c-0 is connect', 'c-0 follows 0.0.0.1']);
});

test('a sentinel that knows too many others is out of order', () => {
  expect(complaints({ ...view, sentinels: [sentinel, sentinel, { ...sentinel, otherSentinels: 3 }] }, expected)).toEqual(['s knows 3 other sentinels']);
});
