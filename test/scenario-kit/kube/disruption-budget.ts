/**
 * PodDisruptionBudgets: whether a pod may be evicted now. Nothing but evictions asks them, neither deletions nor rollouts.
 */
import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import { selects } from './labels';
import { Pod } from './pod';
import { scaled, Workload } from './workloads';

export interface Guarded {
  readonly budgets: V1PodDisruptionBudget[];
  readonly pods: Pod[];
  readonly workloads: Workload[];
}

/** All of the pod's namespace are given. */
export function mayBeEvicted(pod: Pod, { budgets, pods, workloads }: Guarded): boolean {
  if (pod.phase === 'Pending') return true;
  const concerned = budgets.filter(({ spec }) => selects(spec!.selector, pod.identity.labels));
  if (concerned.length > 1) throw new Error(`pod ${pod.name} cannot be evicted: it has more than one PodDisruptionBudget`);
  if (concerned.length === 0) return true;
  const { selector, maxUnavailable, unhealthyPodEvictionPolicy } = concerned[0].spec!;
  const expected = workloads.filter(({ podLabels }) => selects(selector, podLabels)).reduce((total, { replicas }) => total + replicas, 0);
  const needed = Math.max(0, expected - scaled(maxUnavailable!, expected, Math.ceil));
  const healthy = pods.filter(other => selects(selector, other.identity.labels) && !other.deleted && other.readySince !== undefined).length;
  if (pod.readySince !== undefined) return healthy > needed;
  return unhealthyPodEvictionPolicy === 'AlwaysAllow' || healthy > needed || healthy === needed && needed > 0;
}
