import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { addPodSpecExtras } from './kplus-patches';
import { AntiAffinity } from '../../pod-options';
import { ResolvedImage } from '../rules/image-rules';
import { ResolvedPodOptions } from '../rules/pod-rules';

/** There is one such term, and the scheduler scales it by itself: any weight has the same effect. */
const ANTI_AFFINITY_WEIGHT = 100;

/**
 * Matches the pods of a group: those whose label `app` is one of `apps`. L1 and JSON patches take it spread, as plain data.
 */
export function oneOf(apps: string[]): kplus.LabelExpression {
  return kplus.LabelExpression.in('app', apps);
}

/**
 * Applies what the options say about the pods of a group: those whose label `app` is one of `apps`.
 */
export function schedule(workload: kplus.Workload, apps: string[], pods: ResolvedPodOptions, { pullSecrets }: ResolvedImage): void {
  const { antiAffinity, topologySpread, priorityClassName } = pods;
  if (antiAffinity !== AntiAffinity.OFF) {
    const group = kplus.Pods.select(workload, 'Group', { expressions: [oneOf(apps)] });
    const weight = antiAffinity === AntiAffinity.PREFERRED ? ANTI_AFFINITY_WEIGHT : undefined;
    workload.scheduling.separate(group, { weight });
  }
  addPodSpecExtras(workload, { topologySpread, spreadOver: oneOf(apps), priorityClassName, pullSecrets });
}

/**
 * Keeps the pods bound to a node that is not ready or unreachable for that long.
 */
export function outstay(workload: kplus.Workload, evictionDelay: Duration): void {
  for (const taint of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const query = kplus.NodeTaintQuery.exists(taint, { effect: kplus.TaintEffect.NO_EXECUTE, evictAfter: evictionDelay });
    workload.scheduling.tolerate(kplus.Node.tainted(query));
  }
}
