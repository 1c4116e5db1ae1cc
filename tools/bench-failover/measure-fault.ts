/**
 * One fault, one set, from a fresh start to the order after it.
 */
import { Fault } from './faults';
import { ComparedSet, oneMaster, start } from './sets';
import { Loss } from '../../test/scenario-kit/redis/write-record';
import { CLIENT_NODE, writing } from '../../test/scenario-kit/scenario';

export interface FaultResult extends Loss {
  readonly fault: string;
  readonly set: string;
  readonly gapMillis: number;
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
    return { fault: fault.title, set: compared.name, gapMillis: record.longestGap(), ...record.loss(keys) };
  } finally {
    await set.close();
  }
}
