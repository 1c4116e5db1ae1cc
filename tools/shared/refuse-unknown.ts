/**
 * Arguments that choose among things of one kind.
 */

/**
 * @throws if a name is not among those that are allowed; the message lists them
 */
export function refuseUnknown(kind: string, names: string[], allowed: readonly string[], hint?: string): void {
  const unknown = names.filter(name => !allowed.includes(name));
  if (unknown.length === 0) return;
  throw new Error(`no such ${kind}: ${unknown.join(', ')}. Allowed are ${[allowed.join(', '), ...hint === undefined ? [] : [hint]].join('; ')}.`);
}
