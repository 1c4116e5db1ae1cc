import { invalid } from './invalid';
import { NodePlanEntry } from '../../node-plan';
import { NodePreference } from '../../node-preference';
import { PlacementPolicy } from '../../placement-policy';
import { ShardNodes } from '../../shard-nodes';

/** Of 100; the article's. */
const HOME_WEIGHT = 80;
const BACKUP_WEIGHT = 20;

/**
 * How strongly a shard prefers its nodes, of 100.
 */
export interface NodeWeights {
  readonly home: number;
  readonly backup: number;
}

/**
 * Fills in the nodes of one shard and refuses what cannot work.
 */
export function resolveNodes(shard: string, nodes: ShardNodes, placement: PlacementPolicy): NodePlanEntry {
  assertBackupIsOfUse(shard, nodes.backup, placement);
  const hasDefaultBackup = !nodes.home && placement !== PlacementPolicy.HOME;
  const resolved: NodePlanEntry = {
    shard,
    home: nodes.home ?? NodePreference.labelled('storage-selector', `node-${shard}-master`),
    backup: nodes.backup ?? (hasDefaultBackup ? NodePreference.labelled('storage-selector', `node-${shard}-slave`) : undefined),
  };
  assertOtherBackup(resolved);
  assertHomeWins(resolved);
  return resolved;
}

/**
 * The weights of a shard's nodes, where they have none of their own those of their role.
 */
export function weightsOf({ home, backup }: NodePlanEntry): NodeWeights {
  return { home: home.weight ?? HOME_WEIGHT, backup: backup?.weight ?? BACKUP_WEIGHT };
}

/**
 * The nodes of all shards together: no two shards share a home, and no backup is another's home.
 */
export function assertDistinctNodes(entries: NodePlanEntry[]): void {
  for (const { shard, home, backup } of entries) {
    for (const other of entries.filter(entry => entry.shard !== shard)) {
      if (home._overlaps(other.home)) {
        throw invalid({
          prop: `home of shard "${shard}"`,
          value: home.selector,
          allowed: `a node that is not the home of shard "${other.shard}" too`,
          because: 'one dead node would take both copies',
        });
      }
      if (backup?._overlaps(other.home)) {
        throw invalid({
          prop: `backup of shard "${shard}"`,
          value: backup.selector,
          allowed: `a node that is not the home of shard "${other.shard}"`,
          because: 'after one failure a second one there would take both copies',
          remedy: 'Give every shard a backup node of its own, or leave the backup out.',
        });
      }
    }
  }
}

/**
 * A shard that lives on its home alone has no other node to name.
 */
function assertBackupIsOfUse(shard: string, backup: NodePreference | undefined, placement: PlacementPolicy): void {
  if (backup && placement === PlacementPolicy.HOME) {
    throw invalid({
      prop: `backup of shard "${shard}"`,
      value: backup.selector,
      allowed: 'none with placement PlacementPolicy.HOME',
      because: 'the shard would never run there',
      remedy: 'Leave the backup out, or use PlacementPolicy.HOME_OR_BACKUP.',
    });
  }
}

/**
 * One shard's backup node has to be another one than its home.
 */
function assertOtherBackup({ shard, home, backup }: NodePlanEntry): void {
  if (backup?.selector === home.selector) {
    throw invalid({
      prop: `backup of shard "${shard}"`,
      value: backup.selector,
      allowed: 'a node that is not its home',
      because: 'where the home node is gone, so is the backup',
      remedy: 'Name another node, or leave the backup out.',
    });
  }
}

/**
 * One shard's own nodes: the home node has to win.
 */
function assertHomeWins(nodes: NodePlanEntry): void {
  const { home, backup } = weightsOf(nodes);
  if (nodes.backup && home <= backup) {
    throw invalid({
      prop: `home weight of shard "${nodes.shard}"`,
      value: home,
      allowed: `more than its backup weight (${backup})`,
      because: 'the shard would not prefer its home node',
      remedy: 'Use for example 80 for the home node and 20 for the backup node.',
    });
  }
}
