import * as kplus from 'cdk8s-plus-28';

/**
 * Matches the pods of a group: those whose label `app` is one of `apps`. L1 and JSON patches take it spread, as plain data.
 */
export function oneOf(apps: string[]): kplus.LabelExpression {
  return kplus.LabelExpression.in('app', apps);
}
