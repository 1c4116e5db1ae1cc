import * as kplus from 'cdk8s-plus-28';
import { oneOf } from './apps';
import { invalid } from './invalid';
import { addPodSpecExtras } from './kplus-patches';
import { assertSubdomain } from './names';
import { assertWholeNumber } from './numbers';
import { AntiAffinity, PodOptions, TopologySpread } from '../pod-options';
import { RedisImage } from '../redis-image';

/** There is one such term, and the scheduler scales it by itself: any weight has the same effect. */
const ANTI_AFFINITY_WEIGHT = 100;

/**
 * Applies what the options say about the pods of a group: those whose label `app` is one of `apps`.
 */
export function schedule(workload: kplus.Workload, apps: string[], options: PodOptions, image: RedisImage = {}): void {
  const { antiAffinity = AntiAffinity.PREFERRED, topologySpread = [], priorityClassName } = options;
  const { pullSecrets = [] } = image;
  assertTopologySpread(topologySpread);
  pullSecrets.forEach((secret, i) => assertSubdomain(`name of image.pullSecrets[${i}]`, secret.name));
  if (priorityClassName !== undefined) {
    assertSubdomain('priorityClassName', priorityClassName);
  }

  if (antiAffinity !== AntiAffinity.OFF) {
    const group = kplus.Pods.select(workload, 'Group', { expressions: [oneOf(apps)] });
    const weight = antiAffinity === AntiAffinity.PREFERRED ? ANTI_AFFINITY_WEIGHT : undefined;
    workload.scheduling.separate(group, { weight });
  }
  addPodSpecExtras(workload, { topologySpread, spreadOver: oneOf(apps), priorityClassName, pullSecrets });
}

function assertTopologySpread(rules: TopologySpread[]): void {
  rules.forEach(({ topology: { key }, maxSkew = 1, required = false }, i) => {
    assertWholeNumber(`topologySpread[${i}].maxSkew`, maxSkew, 1);
    const earlier = rules.slice(0, i).findIndex(other => other.topology.key === key && (other.required ?? false) === required);
    if (earlier !== -1) {
      throw invalid({
        prop: `topologySpread[${i}].topology`,
        value: key,
        allowed: `a label that no other ${required ? 'required' : 'preferred'} rule has (topologySpread[${earlier}] has it)`,
        because: 'Kubernetes refuses a pod with two of them',
      });
    }
  });
}
