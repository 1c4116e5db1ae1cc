/**
 * A DNS server over UDP for one cluster. What a name stands for is asked anew for every query, so answers are never stale here;
 * whoever caches them may do so for 5 seconds.
 */
import { createSocket, RemoteInfo, Socket } from 'dgram';
import { AUTHORITATIVE_ANSWER, decode, encode, Packet } from 'dns-packet';

/** The addresses of a name; undefined when there is no such name. */
export type NameLookup = (name: string) => string[] | undefined;

const TTL_SECONDS = 5;
const NXDOMAIN = 3;

export class NameService {
  public static async listen(address: string, lookup: NameLookup): Promise<NameService> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => socket.once('error', reject).bind(53, address, resolve));
    return new NameService(socket, lookup);
  }

  private delayMs = 0;
  private silent = false;
  private readonly underWay = new Set<NodeJS.Timeout>();

  private constructor(private readonly socket: Socket, private readonly lookup: NameLookup) {
    socket.on('message', (query, from) => this.receive(query, from));
  }

  /** Every answer comes late by so much. A resolver asks again after 5 s. */
  public delay(milliseconds: number): void {
    this.delayMs = milliseconds;
  }

  /** No more answers, not even those under way: everybody who asks waits until they give up. */
  public silence(): void {
    this.silent = true;
  }

  /** Prompt answers again. */
  public restore(): void {
    this.delayMs = 0;
    this.silent = false;
  }

  public async close(): Promise<void> {
    this.underWay.forEach(clearTimeout);
    return new Promise(resolve => this.socket.close(resolve));
  }

  private receive(query: Buffer, from: RemoteInfo): void {
    if (this.delayMs === 0) return this.reply(query, from);
    const timer = setTimeout(() => {
      this.underWay.delete(timer);
      this.reply(query, from);
    }, this.delayMs);
    this.underWay.add(timer);
  }

  private reply(query: Buffer, from: RemoteInfo): void {
    if (!this.silent) this.socket.send(answer(decode(query), this.lookup), from.port, from.address);
  }
}

function answer(query: Packet, lookup: NameLookup): Buffer {
  const question = query.questions?.[0];
  const addresses = question && lookup(question.name.toLowerCase());
  const wanted = question?.type === 'A' ? addresses ?? [] : [];
  return encode({
    type: 'response',
    id: query.id,
    // dns-packet's types have no rcode for encoding: it is the lowest four bits of the flags.
    flags: AUTHORITATIVE_ANSWER + (addresses === undefined ? NXDOMAIN : 0),
    questions: query.questions,
    answers: wanted.map(data => ({ type: 'A', name: question!.name, ttl: TTL_SECONDS, data })),
  });
}
