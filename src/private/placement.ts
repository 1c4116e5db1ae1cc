import * as kplus from 'cdk8s-plus-28';
import { tolerateEvery } from './kplus-patches';
import { assertHomeWins } from './shard-rules';
import { NodePlanEntry } from '../node-plan';
import { PlacementPolicy } from '../placement-policy';

/** Of 100; the article's. */
const HOME_WEIGHT = 80;
const BACKUP_WEIGHT = 20;

/**
 * Draws a shard's pod to its nodes, as strictly as the policy says.
 */
export function place(workload: kplus.Workload, policy: PlacementPolicy, { shard, home, backup }: NodePlanEntry): void {
  const { scheduling } = workload;
  const nodes = backup ? [home, backup] : [home];
  if (policy !== PlacementPolicy.PREFERRED) {
    // Without a weight it is a requirement, and several of them are alternatives.
    nodes.forEach(node => scheduling.attract(node._toLabeledNode()));
  }
  if (policy === PlacementPolicy.HOME) {
    return; // All nodes that are left match alike: a weight would change nothing.
  }
  if (policy === PlacementPolicy.HOME_OR_BACKUP) {
    tolerateEvery(workload, kplus.TaintEffect.PREFER_NO_SCHEDULE);
  }

  const homeWeight = home.weight ?? HOME_WEIGHT;
  scheduling.attract(home._toLabeledNode(), { weight: homeWeight });
  if (backup) {
    const backupWeight = backup.weight ?? BACKUP_WEIGHT;
    assertHomeWins(shard, homeWeight, backupWeight);
    scheduling.attract(backup._toLabeledNode(), { weight: backupWeight });
  }
}
