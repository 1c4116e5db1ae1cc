/**
 * A pause that an abort cuts short: for retries and periods, never to wait for something to have happened.
 */
import { setTimeout as after } from 'timers/promises';

export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await after(milliseconds, undefined, { signal }).catch(() => undefined);
}
