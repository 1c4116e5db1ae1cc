/**
 * Lines as facts_of and vote_of print them, by the names of their facts.
 */

export interface Facts {
  readonly host: string;
  readonly state: string;
  readonly term: number;
  readonly holder: string;
  readonly offset: number;
  readonly kept: string;
  readonly data: string;
  readonly priority: number;
  readonly follows: string;
  readonly link: string;
  readonly replicas: number;
  readonly aofSize: number;
  readonly run: string;
}

export function factsLine(facts: Partial<Facts>): string {
  const { host = 'x', state = 'quarantined', term = 0, holder = '-', offset = 0, kept = 'rdb', data = 'full', priority = 100, follows = '-' } = facts;
  const { link = 'down', replicas = 0, aofSize = 0, run = '-' } = facts;
  return line('member', { host, state, term, holder, offset, kept, data, priority, follows, link, replicas, aof_size: aofSize, run });
}

export function factsIn(text: string): Facts {
  const [kind, ...words] = text.trimEnd().split(' ');
  const facts = Object.fromEntries(words.map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
  const { host, state, term, holder, offset, kept, data, priority, follows, link, replicas, aof_size: aofSize, run, ...others } = facts;
  const numbers = { term: Number(term), offset: Number(offset), priority: Number(priority), replicas: Number(replicas), aofSize: Number(aofSize) };
  if (kind !== 'member' || words.length !== 13 || Object.keys(others).length > 0) throw new Error(`no facts: "${text}"`);
  return { host, state, holder, kept, data, follows, link, run, ...numbers };
}

export function voteLine(address: string, id: string, names = '-', epoch = 0, flags = names === '-' ? '-' : 'master'): string {
  return line('vote', { address, id, names, epoch, flags });
}

function line(kind: string, facts: Record<string, string | number>): string {
  return [kind, ...Object.entries(facts).map(([name, value]) => `${name}=${value}`)].join(' ');
}
