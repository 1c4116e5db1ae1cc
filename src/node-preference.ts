import * as kplus from 'cdk8s-plus-28';
import { invalid } from './private/rules/invalid';
import { assertLabelKey, assertLabelValue } from './private/rules/names';

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
   * @param weight a whole number from 1 to 100; left out, 80 for a home node and 20 for a backup node
   */
  public static labelled(key: string, value: string, weight?: number): NodePreference {
    return new NodePreference('In', key, [value], weight);
  }

  /**
   * Prefer nodes whose label has one of these values.
   *
   * @param key the label's key
   * @param values the label's values, at least one
   * @param weight a whole number from 1 to 100; left out, 80 for a home node and 20 for a backup node
   */
  public static in(key: string, values: string[], weight?: number): NodePreference {
    return new NodePreference('In', key, values, weight);
  }

  /**
   * Prefer nodes whose label has none of these values, or that lack the label.
   *
   * @param key the label's key
   * @param values the label's values, at least one
   * @param weight a whole number from 1 to 100; left out, 80 for a home node and 20 for a backup node
   */
  public static notIn(key: string, values: string[], weight?: number): NodePreference {
    return new NodePreference('NotIn', key, values, weight);
  }

  /**
   * Prefer nodes that bear the label, whatever its value.
   *
   * @param key the label's key
   * @param weight a whole number from 1 to 100; left out, 80 for a home node and 20 for a backup node
   */
  public static exists(key: string, weight?: number): NodePreference {
    return new NodePreference('Exists', key, [], weight);
  }

  /**
   * Prefer nodes that do not bear the label.
   *
   * @param key the label's key
   * @param weight a whole number from 1 to 100; left out, 80 for a home node and 20 for a backup node
   */
  public static doesNotExist(key: string, weight?: number): NodePreference {
    return new NodePreference('DoesNotExist', key, [], weight);
  }

  /**
   * Prefer nodes whose label is a whole number greater than this one.
   *
   * @param key the label's key
   * @param value a whole number from 0 to 2^53 - 1
   * @param weight a whole number from 1 to 100; left out, 80 for a home node and 20 for a backup node
   */
  public static greaterThan(key: string, value: number, weight?: number): NodePreference {
    return new NodePreference('Gt', key, [wholeNumber(key, value)], weight);
  }

  /**
   * Prefer nodes whose label is a whole number less than this one.
   *
   * @param key the label's key
   * @param value a whole number from 0 to 2^53 - 1
   * @param weight a whole number from 1 to 100; left out, 80 for a home node and 20 for a backup node
   */
  public static lessThan(key: string, value: number, weight?: number): NodePreference {
    return new NodePreference('Lt', key, [wholeNumber(key, value)], weight);
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
    weight?: number,
  ) {
    // cdk8s-plus tests a weight for truthiness: 0 would silently become a hard requirement.
    if (weight !== undefined && !(Number.isInteger(weight) && weight >= 1 && weight <= 100)) {
      throw invalid({ prop: `weight of the NodePreference for "${key}"`, value: weight, allowed: 'a whole number from 1 to 100' });
    }
    assertLabelKey('key of a NodePreference', key);
    if (takesValues(operator) && values.length === 0) {
      throw invalid({ prop: `values of the NodePreference for "${key}"`, value: values, allowed: 'one value or more' });
    }
    values.forEach(value => assertLabelValue(`value of the NodePreference for "${key}"`, value));

    this.weight = weight;
    this.selector = toSelector(operator, key, values);
    this.label = toLabel(operator, key, values);
  }

  /** @internal */
  public _toLabeledNode(): kplus.LabeledNode {
    const query = {
      In: () => kplus.NodeLabelQuery.in(this.key, this.values),
      NotIn: () => kplus.NodeLabelQuery.notIn(this.key, this.values),
      Exists: () => kplus.NodeLabelQuery.exists(this.key),
      DoesNotExist: () => kplus.NodeLabelQuery.doesNotExist(this.key),
      Gt: () => kplus.NodeLabelQuery.gt(this.key, this.values),
      Lt: () => kplus.NodeLabelQuery.lt(this.key, this.values),
    }[this.operator]();
    return kplus.Node.labeled(query);
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

function takesValues(operator: MatchOperator): boolean {
  return operator === 'In' || operator === 'NotIn';
}

function wholeNumber(key: string, value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw invalid({ prop: `value of the NodePreference for "${key}"`, value, allowed: 'a whole number from 0 to 2^53 - 1' });
  }
  return `${value}`;
}

function toSelector(operator: MatchOperator, key: string, values: string[]): string {
  switch (operator) {
    case 'In': return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`;
    case 'NotIn': return `${key} notin (${values.join(',')})`;
    case 'Exists': return key;
    case 'DoesNotExist': return `!${key}`;
    case 'Gt': return `${key}>${values[0]}`;
    case 'Lt': return `${key}<${values[0]}`;
  }
}

function toLabel(operator: MatchOperator, key: string, values: string[]): string | undefined {
  switch (operator) {
    case 'In': return `${key}=${values[0]}`;
    case 'Exists': return `${key}=`;
    default: return undefined;
  }
}
