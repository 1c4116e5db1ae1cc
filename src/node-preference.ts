import * as kplus from 'cdk8s-plus-28';
import { invalid } from './private/rules/invalid';
import { assertLabelKey, assertLabelValue } from './private/rules/names';

/**
 * What can be said of a preference beside which nodes it is for.
 */
export interface NodePreferenceOptions {
  /**
   * How strongly the node is preferred: a whole number from 1 to 100. A shard's home node needs more than its backup node.
   *
   * @default - 80 for a home node, 20 for a backup node
   */
  readonly weight?: number;
}

/**
 * A node, told by a label, and how strongly a shard prefers it.
 *
 * By default a preference is no requirement: where no preferred node is free, the scheduler takes another. `PlacementPolicy` makes it one.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity
 */
export class NodePreference {
  /**
   * Prefer nodes whose label has this value.
   *
   * @param key the label's key
   * @param value the label's value
   */
  public static labelled(key: string, value: string, options: NodePreferenceOptions = {}): NodePreference {
    return new NodePreference('In', key, [value], options);
  }

  /**
   * Prefer nodes whose label has one of these values.
   *
   * @param key the label's key
   * @param values the label's values, at least one
   */
  public static in(key: string, values: string[], options: NodePreferenceOptions = {}): NodePreference {
    return new NodePreference('In', key, values, options);
  }

  /**
   * Prefer nodes whose label has none of these values, or that lack the label.
   *
   * @param key the label's key
   * @param values the label's values, at least one
   */
  public static notIn(key: string, values: string[], options: NodePreferenceOptions = {}): NodePreference {
    return new NodePreference('NotIn', key, values, options);
  }

  /**
   * Prefer nodes that bear the label, whatever its value.
   *
   * @param key the label's key
   */
  public static exists(key: string, options: NodePreferenceOptions = {}): NodePreference {
    return new NodePreference('Exists', key, [], options);
  }

  /**
   * Prefer nodes that do not bear the label.
   *
   * @param key the label's key
   */
  public static doesNotExist(key: string, options: NodePreferenceOptions = {}): NodePreference {
    return new NodePreference('DoesNotExist', key, [], options);
  }

  /**
   * Prefer nodes whose label is a whole number greater than this one.
   *
   * @param key the label's key
   * @param value a whole number from 0 to 2^53 - 1
   */
  public static greaterThan(key: string, value: number, options: NodePreferenceOptions = {}): NodePreference {
    return new NodePreference('Gt', key, [wholeNumber(key, value)], options);
  }

  /**
   * Prefer nodes whose label is a whole number less than this one.
   *
   * @param key the label's key
   * @param value a whole number from 0 to 2^53 - 1
   */
  public static lessThan(key: string, value: number, options: NodePreferenceOptions = {}): NodePreference {
    return new NodePreference('Lt', key, [wholeNumber(key, value)], options);
  }

  /**
   * How strongly the node is preferred, from 1 to 100.
   *
   * @default - 80 for a home node, 20 for a backup node
   */
  public readonly weight?: number;

  /**
   * The preference as a label selector in kubectl's notation, for example `storage-selector=node-a-master`.
   */
  public readonly selector: string;

  /**
   * The label to put on a node so that it matches, for example `storage-selector=node-a-master`;
   * undefined where no single label says it (`notIn`, `doesNotExist`, `greaterThan`, `lessThan`).
   */
  public readonly label?: string;

  private constructor(
    private readonly operator: MatchOperator,
    private readonly key: string,
    private readonly values: string[],
    { weight }: NodePreferenceOptions,
  ) {
    const { listsValues, selector, label } = OPERATORS[operator];
    // cdk8s-plus tests a weight for truthiness: 0 would silently become a hard requirement.
    if (weight !== undefined && !(Number.isInteger(weight) && weight >= 1 && weight <= 100)) {
      throw invalid({ prop: `weight of the NodePreference for "${key}"`, value: weight, allowed: 'a whole number from 1 to 100' });
    }
    assertLabelKey('key of a NodePreference', key);
    if (listsValues && values.length === 0) {
      throw invalid({ prop: `values of the NodePreference for "${key}"`, value: values, allowed: 'one value or more' });
    }
    values.forEach(value => assertLabelValue(`value of the NodePreference for "${key}"`, value));

    this.weight = weight;
    this.selector = selector(key, values);
    this.label = label?.(key, values);
  }

  /** @internal */
  public _toLabeledNode(): kplus.LabeledNode {
    return kplus.Node.labeled(OPERATORS[this.operator].query(this.key, this.values));
  }

  /**
   * Whether one label on one node satisfies both preferences, as far as their texts tell.
   *
   * @internal
   */
  public _overlaps(other: NodePreference): boolean {
    const bothList = this.operator === 'In' && other.operator === 'In' && this.key === other.key;
    return this.selector === other.selector || (bothList && this.values.some(value => other.values.includes(value)));
  }
}

/** The match operators of Kubernetes' node affinity. */
type MatchOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

/** What a match operator makes of a label's key and values. */
interface Operator {
  /** Whether it takes as many values as there are, at least one. */
  readonly listsValues?: boolean;
  readonly query: (key: string, values: string[]) => kplus.NodeLabelQuery;
  readonly selector: (key: string, values: string[]) => string;
  /** The label that satisfies it, where a single one does. */
  readonly label?: (key: string, values: string[]) => string;
}

const OPERATORS: Readonly<Record<MatchOperator, Operator>> = {
  In: {
    listsValues: true,
    query: (key, values) => kplus.NodeLabelQuery.in(key, values),
    selector: (key, values) => values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`,
    label: (key, [value]) => `${key}=${value}`,
  },
  NotIn: {
    listsValues: true,
    query: (key, values) => kplus.NodeLabelQuery.notIn(key, values),
    selector: (key, values) => `${key} notin (${values.join(',')})`,
  },
  Exists: {
    query: key => kplus.NodeLabelQuery.exists(key),
    selector: key => key,
    label: key => `${key}=`,
  },
  DoesNotExist: {
    query: key => kplus.NodeLabelQuery.doesNotExist(key),
    selector: key => `!${key}`,
  },
  Gt: {
    query: (key, values) => kplus.NodeLabelQuery.gt(key, values),
    selector: (key, [value]) => `${key}>${value}`,
  },
  Lt: {
    query: (key, values) => kplus.NodeLabelQuery.lt(key, values),
    selector: (key, [value]) => `${key}<${value}`,
  },
};

function wholeNumber(key: string, value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw invalid({ prop: `value of the NodePreference for "${key}"`, value, allowed: 'a whole number from 0 to 2^53 - 1' });
  }
  return `${value}`;
}
