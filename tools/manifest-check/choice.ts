/**
 * Fields that exclude each other, such as the handlers of a probe.
 */
import { Data } from './data';

export interface Choice {
  /** The fields; all but `except` where this is left out. */
  readonly of?: readonly string[];
  readonly except?: string;
  readonly needed: boolean;
  /** The fields in words. */
  readonly what: string;
}

/**
 * What is wrong with the choice that an object makes: nothing or one message.
 */
export function checkChoice({ of, except, needed, what }: Choice, value: Data): string[] {
  const chosen = Object.keys(value).filter(field => of ? of.includes(field) : field !== except);
  const fits = chosen.length === 1 || (chosen.length === 0 && !needed);
  return fits ? [] : [`${needed ? 'needs exactly one' : 'takes at most one'} of ${what}, but has ${chosen.join(', ') || 'none'}`];
}
