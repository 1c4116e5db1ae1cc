/**
 * What redis-benchmark gets out of the master of a running set, and of a redis-server with its defaults on the same node and disk.
 */
import { join } from 'path';
import { PASSWORD, SETS, start } from './sets';
import { DATA_FOLDER } from '../../test/scenario-kit/article-set';
import { Client } from '../../test/scenario-kit/kube/client';
import { RedisSet } from '../../test/scenario-kit/redis/redis-set';
import { CLIENT_NODE } from '../../test/scenario-kit/scenario';
import { median } from '../shared/median';

export const BARE = 'bare redis-server, its defaults';

export interface Throughput {
  readonly server: string;
  readonly set: number;
  readonly get: number;
}

const REQUESTS = 500_000;
const PIPELINE = 16;

/** In turn, so that a slow minute of this machine hits all of them. */
const ROUNDS = 3;

export async function measureThroughput(): Promise<Throughput[]> {
  const results: Throughput[] = [];
  for (const compared of SETS) {
    process.stderr.write(`throughput, ${compared.name} ...\n`);
    const set = await start(compared, 'throughput');
    try {
      const { pod } = await set.master();
      const bare = await startBare(set, pod.nodeName);
      for (let round = 0; round < ROUNDS; round++) {
        results.push({ server: BARE, ...await benchmark(set, bare.address, []) });
        results.push({ server: compared.name, ...await benchmark(set, pod.address, ['-a', PASSWORD]) });
      }
      bare.client.process.stdin!.end();
    } finally {
      await set.close();
    }
  }
  return [BARE, ...SETS.map(({ name }) => name)].map(server => ({
    server,
    set: median(results.filter(result => result.server === server).map(result => result.set)),
    get: median(results.filter(result => result.server === server).map(result => result.get)),
  }));
}

async function startBare(set: RedisSet, nodeName: string): Promise<{ address: string; client: Client }> {
  const disk = join(set.cluster.node(nodeName).disk, DATA_FOLDER);
  const command = ['sh', '-c', `ip -4 -o addr show eth0; exec redis-server --protected-mode no --dir ${disk}`];
  const client = await set.cluster.startClient(nodeName, { name: 'bare', namespace: 'default', command, env: {} });
  let output = '';
  client.process.stdout!.on('data', chunk => { output += chunk; });
  await set.until('the bare redis-server is up', 10_000, () => output.includes('Ready to accept connections'));
  return { address: /inet ([\d.]+)/.exec(output)![1], client };
}

async function benchmark(set: RedisSet, address: string, credentials: string[]): Promise<{ set: number; get: number }> {
  const command = ['redis-benchmark', '-h', address, ...credentials, '-t', 'set,get', '-n', `${REQUESTS}`, '-P', `${PIPELINE}`, '-r', '100000', '--csv'];
  const client = await set.cluster.startClient(CLIENT_NODE, { name: 'benchmark', namespace: 'default', command, env: {} });
  let output = '';
  client.process.stdout!.on('data', chunk => { output += chunk; });
  await client.end();
  return { set: requestsPerSecond(output, 'SET'), get: requestsPerSecond(output, 'GET') };
}

function requestsPerSecond(csv: string, command: string): number {
  const line = new RegExp(`^"${command}","([\\d.]+)"`, 'm').exec(csv);
  if (line === null) throw new Error(`redis-benchmark says nothing about ${command}: ${csv}`);
  return Number(line[1]);
}
