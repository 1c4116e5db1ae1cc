/**
 * The process of a writer: two connections through Sentinel, each about 100 writes a second. One writes plainly, the other asks a replica
 * for confirmation (WAIT) after each write. Prints one line of JSON per outcome; ends when its standard input does, and for nothing else.
 */
import dns from 'dns';
import { setTimeout as after } from 'timers/promises';
import { Redis } from 'ioredis';
import type { WriterLine, WriterProps } from './writer';

const PERIOD_MS = 10;
const WAIT_MS = 500;

/**
 * How long a client trusts a connection on which nothing comes back: longer than a master holds back writes while it hands over (CLIENT PAUSE).
 * A dead master is not noticed by this but by the sentinels' message that there is another one.
 */
const SILENCE_MS = 3_500;

/** A sentinel answers at once or is in trouble. */
const SENTINEL_SILENCE_MS = 1_000;
const SENTINEL_RETRY_MS = 200;

/** Short, so that the gap in the record is the set's own and not the time that the client spends on a dead address. */
const CONNECT_MS = 150;
const RETRY_MS = 20;

/** A Redis that hangs accepts connections, and takes no notice of their end either. */
const HANDSHAKE_MS = 500;
const FAREWELL_MS = 50;

const props = JSON.parse(process.env.WRITER!) as WriterProps;
const connectTimeout = props.connectTimeoutMs ?? CONNECT_MS;
let stopped = false;

const lookUp = dns.lookup;

/**
 * A Service sends each connection to another of its pods. The resolver sorts what the name service says instead, and would give the address
 * of the same dead sentinel again and again.
 */
function pickOne(host: string, options: dns.LookupOptions, callback: (...args: unknown[]) => void): void {
  lookUp(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error);
    const picked = addresses[Math.floor(Math.random() * addresses.length)];
    return options.all ? callback(null, [picked]) : callback(null, picked.address, picked.family);
  });
}

function connect(): Redis {
  const redis = new Redis({
    sentinels: [{ host: props.sentinel, port: props.sentinelPort }],
    name: props.masterName,
    password: props.password,
    sentinelPassword: props.password,
    failoverDetector: true,
    connectTimeout,
    disconnectTimeout: FAREWELL_MS,
    socketTimeout: SILENCE_MS,
    // Its clock runs from before the connection is there.
    sentinelCommandTimeout: connectTimeout + SENTINEL_SILENCE_MS,
    retryStrategy: () => RETRY_MS,
    sentinelRetryStrategy: () => RETRY_MS,
    // A subscription that broke would otherwise be missing for a minute.
    sentinelReconnectStrategy: () => SENTINEL_RETRY_MS,
    reconnectOnError: error => error.message.startsWith('READONLY'),
    // A write must not be repeated behind our back: its outcome would be anybody's guess.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
  });
  // ioredis gives up for good when its failover detector strikes while it is connecting.
  redis.on('end', () => stopped || setTimeout(() => void redis.connect().catch(() => undefined), RETRY_MS));
  redis.on('connect', () => {
    const tooLate = setTimeout(() => redis.disconnect(true), HANDSHAKE_MS);
    redis.once('ready', () => clearTimeout(tooLate)).once('close', () => clearTimeout(tooLate));
  });
  redis.on('error', error => console.error(new Date().toISOString(), error.message));
  return redis;
}

function print(line: WriterLine): void {
  process.stdout.write(JSON.stringify(line) + '\n');
}

function failed(error: Error): void {
  print({ reason: error.message, at: Date.now() });
}

async function writePlainly(redis: Redis): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for (let number = 0; !stopped; number++) {
    const key = `${props.name}:plain:${number}`;
    const write = redis.set(key, number).then(() => print({ key, at: Date.now(), confirmed: false }), failed);
    underWay.add(write);
    void write.finally(() => underWay.delete(write));
    await after(PERIOD_MS);
  }
  await Promise.all(underWay);
}

async function writeConfirmed(redis: Redis): Promise<void> {
  for (let number = 0; !stopped; number++) {
    const key = `${props.name}:confirmed:${number}`;
    try {
      // When the master dies before it answers WAIT, the client waits for that answer long after it has got the one to SET.
      let at = 0;
      const [set, wait] = await redis.pipeline().set(key, number, () => { at = Date.now(); }).wait(1, WAIT_MS).exec() ?? [];
      if (set?.[0]) throw set[0];
      print({ key, at, confirmed: !wait?.[0] && Number(wait?.[1]) >= 1 });
    } catch (error) {
      failed(error as Error);
    }
    await after(PERIOD_MS);
  }
}

async function withConnection(write: (redis: Redis) => Promise<void>): Promise<void> {
  const redis = connect();
  await write(redis);
  redis.disconnect();
}

async function main(): Promise<void> {
  process.stdin.on('end', () => { stopped = true; }).resume();
  process.on('uncaughtException', failed);
  // The client library has no option for it where it connects to sentinels.
  Object.assign(dns, { lookup: pickOne });
  await Promise.all([
    props.only !== 'confirmed' && withConnection(writePlainly),
    props.only !== 'plain' && withConnection(writeConfirmed),
  ]);
  process.exit();
}

void main();
