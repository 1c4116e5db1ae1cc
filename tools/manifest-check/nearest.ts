/**
 * The name that was probably meant.
 */

/** How many letters may differ: two typing slips. */
const SLIPS = 2;

/**
 * The candidate that differs least from `name`, if it is near enough to be a slip.
 */
export function nearest(name: string, candidates: string[]): string | undefined {
  const [best] = candidates
    .map(candidate => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance: letters }) => letters <= SLIPS)
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** Levenshtein's distance, a row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
