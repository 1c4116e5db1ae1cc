/**
 * The password as a real Redis, and a real Sentinel, read it from the rendered file: clients that send it raw get in.
 */
import { createServer } from 'net';
import { join } from 'path';
import { Redis, RedisOptions } from 'ioredis';
import { IDS } from './answers';
import { Sandbox } from './sandbox';

const PASSWORDS = [
  'with space',
  ' spaces around ',
  '   ',
  'single \' double " both \'"',
  '"',
  '# hash #',
  '100%s %d %%',
  'a&b && c',
  '$HOME ${HOME} $(id) $$',
  'back\\slash \\n \\x41 \\\\',
  '\\',
  '/slash/ s/a/b/',
  '`id`',
  'Ünïcödé ÁÂÃÄÅÆÇÈ пароль 密码 🔑',
  '-dash --option',
  '-n',
  'tab\tcarriage\rbell\u0007',
  '*?[a-z]~!{};()<>|',
  'x'.repeat(512),
];

let pod: Sandbox;
let clients: Redis[];
beforeEach(() => {
  pod = new Sandbox({ real: true, unpinned: 'password' });
  // Nobody ends the quarantine.
  pod.writeConf('watch-member.sh', 'exec sleep 600');
  clients = [];
});
afterEach(async () => {
  clients.forEach(client => client.disconnect());
  await pod.remove();
});

test.each(PASSWORDS)('redis-server takes %j as it is', async password => {
  const path = join(pod.root, 'redis.sock');
  pod.writeConf('redis.conf', `port 0\nunixsocket ${path}\ndir ${pod.dataDir}\n`);
  pod.writePassword(password);

  pod.start('start-member.sh');

  const redis = connect({ path, password });
  expect(await redis.config('GET', 'requirepass')).toEqual(['requirepass', password]);
  expect(await redis.config('GET', 'masterauth')).toEqual(['masterauth', password]);
});

test('redis-server lets nobody in with another password, or with none', async () => {
  const path = join(pod.root, 'redis.sock');
  pod.writeConf('redis.conf', `port 0\nunixsocket ${path}\ndir ${pod.dataDir}\n`);
  pod.writePassword('with space');

  pod.start('start-member.sh');

  await connect({ path, password: 'with space' }).info();
  await expect(connect({ path, password: 'with' }).info()).rejects.toThrow('WRONGPASS');
  await expect(connect({ path }).info()).rejects.toThrow('NOAUTH');
});

test('redis-sentinel takes a password of every awkward character, for itself and for the members', async () => {
  const password = PASSWORDS.slice(0, -1).join('|');
  const [redisPort, sentinelPort] = [await freePort(), await freePort()];
  pod.writeConf('redis.conf', `port ${redisPort}\nbind 127.0.0.1\ndir ${pod.dataDir}\n`);
  pod.writeConf('sentinel.conf', `port ${sentinelPort}\nbind 127.0.0.1\n`);
  pod.writeSetEnv({ MEMBERS: '127.0.0.1', REDIS_PORT: String(redisPort), SENTINEL_PORT: String(sentinelPort), QUORUM: '1' });
  pod.env.MEMBER_HOST = '127.0.0.1';
  // What a sentinel finds that restarts in place, so that it need not look round.
  pod.writeRun('sentinel.conf', `sentinel myid ${IDS[0]}\nsentinel monitor mymaster 127.0.0.1 ${redisPort} 1\n`);
  pod.writePassword(password);

  pod.start('start-member.sh');
  pod.start('start-sentinel.sh');

  const sentinel = connect({ port: sentinelPort, password });
  expect(await sentinel.call('SENTINEL', 'CONFIG', 'GET', 'sentinel-pass')).toEqual(['sentinel-pass', password]);
  // Sentinel learns the master's run id from INFO, which answers only who has authenticated.
  const redis = connect({ port: redisPort, password });
  const runId = /run_id:(\w+)/.exec(await redis.info('server'))![1];
  await until(async () => (await sentinel.call('SENTINEL', 'MASTER', 'mymaster') as string[]).includes(runId), 'Sentinel has read INFO from the master');
});

/** A client that keeps knocking until the server is up. */
function connect(options: RedisOptions): Redis {
  const client = new Redis({ host: '127.0.0.1', maxRetriesPerRequest: 200, retryStrategy: () => 50, enableReadyCheck: false, ...options });
  // Refused connections are what the retries are for; a command that fails says so itself.
  client.on('error', () => {});
  clients.push(client);
  return client;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!await condition()) {
    if (Date.now() > deadline) throw new Error(`not within 15 s: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
