/**
 * `npm run bench:failover`: the same faults for the article's manifests as they stand and for ours, side by side in one run, and the
 * throughput of both against a bare redis-server. Prints Markdown tables. Runs inside of test/failover/run.sh.
 *
 * Arguments choose faults: `npm run bench:failover -- drain throughput`.
 */
import { cpus } from 'os';
import { FAULTS } from './faults';
import { measureFault, FaultResult } from './measure-fault';
import { SETS } from './sets';
import { BARE, measureThroughput, Throughput } from './throughput';

const THROUGHPUT = 'throughput';

async function main(): Promise<void> {
  const known = [...FAULTS.map(({ name }) => name), THROUGHPUT];
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter(name => !known.includes(name));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}; allowed: ${known.join(', ')}`);
  const chosen = (name: string) => wanted.length === 0 || wanted.includes(name);

  const faults: FaultResult[] = [];
  for (const fault of FAULTS.filter(({ name }) => chosen(name))) {
    for (const set of SETS) {
      process.stderr.write(`${fault.name}, ${set.name} ...\n`);
      faults.push(await measureFault(fault, set));
    }
  }
  const throughputs: Throughput[] = chosen(THROUGHPUT) ? await measureThroughput() : [];
  console.log([...faults.length ? faultTable(faults) : [], ...throughputs.length ? throughputTable(throughputs) : [], machine()].join('\n'));
  // What a killed client left behind would keep the process alive.
  process.exit();
}

function faultTable(results: FaultResult[]): string[] {
  return [
    '| fault | manifests | longest time without an acknowledged write (s) | writes acknowledged | lost | lost though confirmed by WAIT 1 |',
    '|---|---|---:|---:|---:|---:|',
    ...results.map(({ fault, set, gapMillis, acknowledged, lost, lostConfirmed }) =>
      `| ${fault} | ${set} | ${(gapMillis / 1000).toFixed(1)} | ${acknowledged} | ${lost} | ${lostConfirmed} |`),
    '',
  ];
}

function throughputTable(results: Throughput[]): string[] {
  const bare = results.find(({ server }) => server === BARE)!;
  return [
    '| server | SET/s | of bare | GET/s | of bare |',
    '|---|---:|---:|---:|---:|',
    ...results.map(({ server, set, get }) =>
      `| ${server} | ${Math.round(set)} | ${(set / bare.set).toFixed(2)} | ${Math.round(get)} | ${(get / bare.get).toFixed(2)} |`),
    '',
  ];
}

function machine(): string {
  return `Redis of this machine, disks in memory, ${cpus().length} x ${cpus()[0].model}. About 200 writes/s by two clients, one of which asks for WAIT 1.`;
}

void main();
