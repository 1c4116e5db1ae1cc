/**
 * Lines as facts_of and vote_of print them, by the names of their words.
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
  return [host, state, term, holder, offset, kept, data, priority, follows, link, replicas, aofSize, run].join(' ');
}

export function factsIn(line: string): Facts {
  const words = line.trimEnd().split(' ');
  if (words.length !== 13) throw new Error(`no facts: "${line}"`);
  const [host, state, term, holder, offset, kept, data, priority, follows, link, replicas, aofSize, run] = words;
  const numbers = { term: Number(term), offset: Number(offset), priority: Number(priority), replicas: Number(replicas), aofSize: Number(aofSize) };
  return { host, state, holder, kept, data, follows, link, run, ...numbers };
}

export function voteLine(address: string, id: string, names = '-', epoch = 0, flags = names === '-' ? '-' : 'master'): string {
  return [address, id, names, epoch, flags].join(' ');
}
