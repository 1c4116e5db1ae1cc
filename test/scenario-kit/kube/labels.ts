/**
 * Label selectors and node selector terms, as Kubernetes evaluates them.
 */
import type { V1LabelSelector, V1NodeSelectorTerm } from '@kubernetes/client-node';

export type Labels = Record<string, string>;

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: string[];
}

/** An absent selector selects nothing, an empty one everything. */
export function selects(selector: V1LabelSelector | undefined, labels: Labels): boolean {
  return selector !== undefined
    && Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
    && (selector.matchExpressions ?? []).every(requirement => meets(labels, requirement));
}

export function matchesNodeTerm(term: V1NodeSelectorTerm, labels: Labels): boolean {
  if (term.matchFields !== undefined) throw new Error('node selector terms with matchFields are not emulated');
  return (term.matchExpressions ?? []).every(requirement => meets(labels, requirement));
}

function meets(labels: Labels, { key, operator, values = [] }: Requirement): boolean {
  const value: string | undefined = labels[key];
  switch (operator) {
    case 'In': return value !== undefined && values.includes(value);
    case 'NotIn': return value === undefined || !values.includes(value);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    case 'Gt': return Number(value) > Number(values[0]);
    case 'Lt': return Number(value) < Number(values[0]);
    default: throw new Error(`unknown operator ${operator} in a selector for the label ${key}`);
  }
}
