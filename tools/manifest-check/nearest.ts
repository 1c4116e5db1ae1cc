/**
 * The name that was probably meant.
 */
import leven from 'leven';

/** How many letters may differ: two typing slips. */
const SLIPS = 2;

/**
 * The candidate that differs least from `name`, if it is near enough to be a slip.
 */
export function nearest(name: string, candidates: string[]): string | undefined {
  const [best] = candidates
    .map(candidate => ({ candidate, letters: leven(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ letters }) => letters <= SLIPS)
    .sort((a, b) => a.letters - b.letters);
  return best?.candidate;
}
