/**
 * `npm run bench:failover`: the same faults for the article's manifests as they stand and for ours, side by side in one run, and the
 * throughput of both against a bare redis-server. Prints Markdown tables. Runs inside of test/failover/run.sh.
 *
 * Arguments choose faults: `npm run bench:failover -- drain throughput`.
 */
import { FAULTS } from './faults';
import { measureFault, FaultResult } from './measure-fault';
import { SETS } from './sets';
import { BARE, measureThroughput, Throughput } from './throughput';
import { processors } from '../shared/machine';
import { markdownTable } from '../shared/markdown-table';
import { refuseUnknown } from '../shared/refuse-unknown';
import { runMain } from '../shared/run-main';

const THROUGHPUT = 'throughput';

async function main(wanted: string[]): Promise<void> {
  refuseUnknown('fault', wanted, [...FAULTS.map(({ name }) => name), THROUGHPUT]);
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
}

function faultTable(results: FaultResult[]): string[] {
  const table = markdownTable(
    ['fault', 'manifests', { number: 'longest time without an acknowledged write (s)' },
      { number: 'writes acknowledged' }, { number: 'lost' }, { number: 'lost though confirmed by WAIT 1' }],
    results.map(({ fault, set, gapMillis, acknowledged, lost, lostConfirmed }) =>
      [fault, set, (gapMillis / 1000).toFixed(1), acknowledged, lost, lostConfirmed]),
  );
  return [...table, ''];
}

function throughputTable(results: Throughput[]): string[] {
  const bare = results.find(({ server }) => server === BARE)!;
  const table = markdownTable(
    ['server', { number: 'SET/s' }, { number: 'of bare' }, { number: 'GET/s' }, { number: 'of bare' }],
    results.map(({ server, set, get }) => [server, Math.round(set), (set / bare.set).toFixed(2), Math.round(get), (get / bare.get).toFixed(2)]),
  );
  return [...table, ''];
}

function machine(): string {
  return `Redis of this machine, disks in memory, ${processors()}. About 200 writes/s by two clients, one of which asks for WAIT 1.`;
}

// What a killed client left behind would keep the process alive.
void runMain(main).then(() => process.exit());
