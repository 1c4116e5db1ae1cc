import { NodePreference } from './node-preference';

/**
 * Where one shard wants to live.
 */
export interface NodePlanEntry {
  /**
   * The shard's name, for example `a`.
   */
  readonly shard: string;

  /**
   * The node preferred first.
   */
  readonly home: NodePreference;

  /**
   * The node preferred when the home node is gone; none with `PlacementPolicy.HOME`.
   *
   * @default - none
   */
  readonly backup?: NodePreference;
}

/**
 * Which shard wants to live on which nodes, and the kubectl commands that prepare the nodes for it.
 */
export class NodePlan {
  /** @internal */
  public static _of(name: string, entries: NodePlanEntry[], hostPath: string): NodePlan {
    return new NodePlan(name, entries, hostPath);
  }

  /**
   * What the names of the set's objects begin with.
   */
  public readonly name: string;

  /**
   * One entry a shard, in the order of the shards.
   */
  public readonly entries: NodePlanEntry[];

  /**
   * The folder on each node below which the shards keep their data.
   */
  public readonly hostPath: string;

  private constructor(name: string, entries: NodePlanEntry[], hostPath: string) {
    this.name = name;
    this.entries = [...entries];
    this.hostPath = hostPath;
  }

  /**
   * The `kubectl label node` commands, one a node, with a placeholder for each node's name:
   * `<home-of-redis-a>`, `<backup-of-redis-a>` and so on. A preference that no single label satisfies gets a comment instead.
   *
   * @see https://kubernetes.io/docs/tasks/configure-pod-container/assign-pods-nodes/
   */
  public get labelCommands(): string[] {
    return this.entries.flatMap(({ shard, home, backup }) => [
      labelCommand(`<home-of-${this.name}-${shard}>`, home),
      ...(backup ? [labelCommand(`<backup-of-${this.name}-${shard}>`, backup)] : []),
    ]);
  }
}

function labelCommand(node: string, preference: NodePreference): string {
  return preference.label
    ? `kubectl label node ${node} ${preference.label}`
    : `# ${node}: any node that matches '${preference.selector}'`;
}
