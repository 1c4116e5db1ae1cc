import { Duration } from 'cdk8s';
import { invalid } from './invalid';

/**
 * A port that a process without privileges can listen on.
 */
export function assertPort(prop: string, port: number, process: string): void {
  if (!Number.isInteger(port) || port < 1024 || port > 65535) {
    throw invalid({ prop, value: port, allowed: 'a whole number from 1024 to 65535', because: `${process} runs as non-root` });
  }
}

export function assertWholeNumber(prop: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw invalid({ prop, value, allowed: `a whole number from ${least}` });
  }
}

/**
 * The duration in seconds; refuses fractions and anything below `least` seconds.
 */
export function wholeSeconds(prop: string, duration: Duration, least: number): number {
  const seconds = duration.toMilliseconds() / 1000;
  if (!Number.isInteger(seconds) || seconds < least) {
    throw invalid({ prop, value: inWords(duration), allowed: `whole seconds, ${least} or more` });
  }
  return seconds;
}

/**
 * The duration as a reader would write it, for messages.
 */
export function inWords(duration: Duration): string {
  return `${duration.toMilliseconds() / 1000} s`;
}
