/**
 * What is wrong with a prop, in the words of the API.
 */
export interface InvalidProp {
  /** The prop as the user wrote it, for example `sentinel.quorum`. */
  readonly prop: string;
  /** The offending value. */
  readonly value: unknown;
  /** What would have been accepted. */
  readonly allowed: string;
  /** Why, where the reader cannot tell from the rule itself. */
  readonly because?: string;
  /** What to do, where the rule itself does not say it. */
  readonly remedy?: string;
}

/**
 * The error for an invalid prop. Every validation rule throws one of these, so that all of them read alike.
 */
export function invalid(problem: InvalidProp): Error {
  const because = problem.because ? `, because ${problem.because}` : '';
  const remedy = problem.remedy ? ` ${problem.remedy}` : '';
  return new Error(`${problem.prop} is ${show(problem.value)}; allowed: ${problem.allowed}${because}.${remedy}`);
}

function show(value: unknown): string {
  return typeof value === 'number' || typeof value === 'undefined' ? String(value) : JSON.stringify(value);
}
