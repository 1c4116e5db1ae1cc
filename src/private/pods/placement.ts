import * as kplus from 'cdk8s-plus-28';
import { tolerateEvery } from './kplus-patches';
import { NodePlanEntry } from '../../node-plan';
import { PlacementPolicy } from '../../placement-policy';
import { weightsOf } from '../rules/node-rules';

/**
 * Draws a shard's pod to its nodes, as strictly as the policy says.
 */
export function place(workload: kplus.Workload, policy: PlacementPolicy, entry: NodePlanEntry): void {
  const { scheduling } = workload;
  const { home, backup } = entry;
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

  const weights = weightsOf(entry);
  scheduling.attract(home._toLabeledNode(), { weight: weights.home });
  if (backup) {
    scheduling.attract(backup._toLabeledNode(), { weight: weights.backup });
  }
}
