/**
 * A DNS server over UDP for one cluster. What a name stands for is asked anew for every query, so answers are never stale here;
 * whoever caches them may do so for 5 seconds.
 */
import { createSocket, Socket } from 'dgram';
import { AUTHORITATIVE_ANSWER, decode, encode, Packet } from 'dns-packet';

/** The addresses of a name; undefined when there is no such name. */
export type NameLookup = (name: string) => string[] | undefined;

const TTL_SECONDS = 5;
const NXDOMAIN = 3;

export class NameService {
  public static async listen(address: string, lookup: NameLookup): Promise<NameService> {
    const socket = createSocket('udp4');
    socket.on('message', (message, from) => socket.send(answer(decode(message), lookup), from.port, from.address));
    await new Promise<void>((resolve, reject) => socket.once('error', reject).bind(53, address, resolve));
    return new NameService(socket);
  }

  private constructor(private readonly socket: Socket) {}

  public async close(): Promise<void> {
    return new Promise(resolve => this.socket.close(resolve));
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
