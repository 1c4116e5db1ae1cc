/**
 * What every member says of itself and every sentinel of the set, at one moment, and what is wrong with it.
 */
import { redisCli, Reply, Server } from './redis-cli';
import { SetPod } from './set-cluster';

export interface MemberView<P extends SetPod = SetPod> {
  readonly pod: P;
  readonly host: string;
  readonly role: 'master' | 'replica' | 'unknown';

  /** How far its data reach. */
  readonly offset: number;

  /** Whom a replica follows. */
  readonly master?: string;

  /** A replica's link: `connected` when it is in step. */
  readonly link?: string;

  /** Host names of a master's replicas. */
  readonly replicas: string[];

  /** Why there is no answer. */
  readonly error?: string;
}

export interface SentinelView<P extends SetPod = SetPod> {
  readonly pod: P;
  readonly master: string;
  readonly flags: string;
  readonly otherSentinels: number;
  readonly replicas: number;

  /** Its answer to SENTINEL CKQUORUM, or why there is none. */
  readonly quorum: string;
}

export interface SetView<P extends SetPod = SetPod> {
  readonly members: MemberView<P>[];
  readonly sentinels: SentinelView<P>[];
}

export async function viewMember<P extends SetPod>(server: Server<P>): Promise<MemberView<P>> {
  const { pod } = server;
  const { host } = pod;
  try {
    const [role] = await redisCli(server, 'ROLE') as [Reply[]];
    if (role[0] === 'master') {
      const replicas = (role[2] as string[][]).map(([name]) => name);
      return { pod, host, role: 'master', offset: role[1] as number, replicas };
    }
    return { pod, host, role: 'replica', master: role[1] as string, link: role[3] as string, offset: role[4] as number, replicas: [] };
  } catch (error) {
    return { pod, host, role: 'unknown', offset: 0, replicas: [], error: (error as Error).message };
  }
}

export async function viewSentinel<P extends SetPod>(server: Server<P>, masterName: string): Promise<SentinelView<P>> {
  const { pod } = server;
  try {
    const [reply] = await redisCli(server, `SENTINEL MASTER ${masterName}`);
    const master = fieldsOf(reply);
    const quorum = await redisCli(server, `SENTINEL CKQUORUM ${masterName}`).then(([answer]) => answer as string, error => error.message);
    return {
      pod, quorum, master: master.ip, flags: master.flags, otherSentinels: Number(master['num-other-sentinels']), replicas: Number(master['num-slaves']),
    };
  } catch (error) {
    return { pod, quorum: (error as Error).message, master: 'unknown', flags: '', otherSentinels: 0, replicas: 0 };
  }
}

/** One that wants no password, as the article's, refuses ours and with it the newer protocol: then it is a list of names and values in turn. */
function fieldsOf(reply: Reply): Record<string, string> {
  if (!Array.isArray(reply)) return reply as Record<string, string>;
  return Object.fromEntries(reply.flatMap((name, index) => index % 2 === 0 ? [[name, reply[index + 1]]] : []));
}

/** What keeps the set from being in order: nothing when one master leads, the others follow in step and every sentinel agrees. */
export function complaints({ members, sentinels }: SetView, expected: { members: number; sentinels: number }): string[] {
  const masters = members.filter(member => member.role === 'master');
  const master = masters[0]?.host;
  return [
    ...masters.length === 1 ? [] : [`${masters.length} masters`],
    ...members.filter(({ role }) => role === 'unknown').map(({ pod }) => `${pod.name} gives no role`),
    ...members.filter(({ role, link }) => role === 'replica' && link !== 'connected').map(({ pod, link }) => `the link of ${pod.name} is ${link}`),
    ...members.filter(({ role, master: followed }) => role === 'replica' && followed !== master).map(member => `${member.pod.name} follows ${member.master}`),
    ...masters.filter(({ replicas }) => replicas.length < members.length - 1).map(({ pod, replicas }) => `${pod.name} has ${replicas.length} replicas`),
    ...sentinels.length === expected.sentinels ? [] : [`${sentinels.length} sentinels`],
    ...sentinels.flatMap(sentinel => sentinelComplaints(sentinel, master, expected)),
  ];
}

/** What else keeps a set that nobody writes to from its final state: nobody is missing, and every member has all data. */
export function unfinished({ members, sentinels }: SetView, expected: { members: number }): string[] {
  const offset = members.find(member => member.role === 'master')?.offset;
  return [
    ...members.length === expected.members ? [] : [`${members.length} members`],
    ...members.filter(member => member.offset !== offset).map(member => `${member.pod.name} is at offset ${member.offset}, its master at ${offset}`),
    ...sentinels.filter(({ flags }) => flags !== 'master').map(({ pod, flags }) => `${pod.name} calls the master ${flags}`),
  ];
}

function sentinelComplaints(sentinel: SentinelView, master: string, expected: { members: number; sentinels: number }): string[] {
  const { pod, otherSentinels, replicas, quorum } = sentinel;
  return [
    ...sentinel.master === master ? [] : [`${pod.name} names ${sentinel.master} as master`],
    ...otherSentinels === expected.sentinels - 1 ? [] : [`${pod.name} knows ${otherSentinels} other sentinels`],
    ...replicas === expected.members - 1 ? [] : [`${pod.name} knows ${replicas} replicas`],
    ...quorum.startsWith('OK') ? [] : [`${pod.name} says ${quorum}`],
  ];
}

export function describeView({ members, sentinels }: SetView): string {
  return [...members.map(describeMember), ...sentinels.map(describeSentinel)].join('\n');
}

function describeMember({ pod, role, offset, master = '', link, replicas, error }: MemberView): string {
  const links = role === 'master' ? `replicas: ${replicas.map(firstLabel).join(', ') || 'none'}` : `follows ${firstLabel(master)}, link ${link}`;
  return `member ${pod.name} (${pod.address} on ${pod.nodeName}): ${error ?? `${role} at offset ${offset}, ${links}`}`;
}

function describeSentinel({ pod, master, flags, otherSentinels, replicas, quorum }: SentinelView): string {
  return `sentinel ${pod.name} (${pod.address} on ${pod.nodeName}): `
    + `master ${firstLabel(master)} [${flags}], ${otherSentinels} other sentinels, ${replicas} replicas, ${quorum}`;
}

/** A host name without its domains; an address as it is. */
function firstLabel(host: string): string {
  return host.replace(/^([a-z][^.]*)\..*$/, '$1');
}
