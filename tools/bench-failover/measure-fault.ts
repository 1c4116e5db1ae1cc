/**
 * One fault, one set, from a fresh start to the order after it.
 */
import { Fault } from './faults';
import { ComparedSet, oneMaster, start } from './sets';
import { CLIENT_NODE, writing } from '../../test/failover/scenario';

export interface FaultResult {
  readonly fault: string;
  readonly set: string;
  readonly gapMillis: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly lostConfirmed: number;
}

/** Data that is there before the fault, beside what is written during it. */
const WRITES_BEFORE = 1_000;

const WRITING_AGAIN_MS = 240_000;

export async function measureFault(fault: Fault, compared: ComparedSet): Promise<FaultResult> {
  const set = await start(compared, fault.name);
  try {
    const writer = await set.startWriter(CLIENT_NODE);
    await set.until(`${WRITES_BEFORE} writes`, 60_000, () => writer.record.acknowledged >= WRITES_BEFORE);
    await fault.strike(set);
    await writing({ set, writer }, WRITING_AGAIN_MS);
    await oneMaster(set);
    const record = await writer.stop();
    const keys = await set.keysOf((await set.master()).pod);
    return {
      fault: fault.title,
      set: compared.name,
      gapMillis: record.longestGap(),
      acknowledged: record.acknowledged,
      lost: record.lost(keys).length,
      lostConfirmed: record.lostThoughConfirmed(keys).length,
    };
  } finally {
    await set.close();
  }
}
