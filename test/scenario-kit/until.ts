/**
 * Waits for a condition with a deadline; the only way in which a scenario waits for anything.
 */
import { pause } from './pause';

export interface UntilOptions {
  /** Milliseconds. */
  readonly within: number;

  /** What is awaited, for the message: "within 5 s: <what>". */
  readonly what: string;

  /** Says more about the state of things when the time is over. */
  readonly describe?: () => Promise<string> | string;
}

const POLL_MS = 200;

/** Gives back the condition's first truthy value. A condition that throws is not met yet. */
export async function until<T>(condition: () => Promise<T> | T, options: UntilOptions): Promise<Exclude<T, false | null | undefined>> {
  const deadline = Date.now() + options.within;
  let lastError: Error | undefined;
  let last = false;
  // The last look is after the deadline: a machine that stood still until then does not decide.
  while (!last) {
    last = Date.now() >= deadline;
    try {
      const value = await condition();
      if (value) return value as Exclude<T, false | null | undefined>;
      lastError = undefined;
    } catch (error) {
      lastError = error as Error;
    }
    if (!last) await pause(POLL_MS);
  }
  const reason = lastError === undefined ? '' : `\nlast error: ${lastError.message}`;
  throw new Error(`not within ${options.within / 1000} s: ${options.what}${reason}\n${await options.describe?.() ?? ''}`);
}
