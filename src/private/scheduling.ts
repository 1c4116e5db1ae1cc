import * as kplus from 'cdk8s-plus-28';
import { oneOf } from './apps';
import { addPodSpecExtras } from './kplus-patches';
import { assertSubdomain } from './names';
import { assertWholeNumber } from './numbers';
import { AntiAffinity, PodOptions } from '../pod-options';
import { RedisImage } from '../redis-image';

/** There is one such term, and the scheduler scales it by itself: any weight has the same effect. */
const ANTI_AFFINITY_WEIGHT = 100;

/**
 * Applies what the options say about the pods of a group: those whose label `app` is one of `apps`.
 */
export function schedule(workload: kplus.Workload, apps: string[], options: PodOptions, image: RedisImage = {}): void {
  const { antiAffinity = AntiAffinity.PREFERRED, topologySpread = [], priorityClassName } = options;
  const { pullSecrets = [] } = image;
  topologySpread.forEach((spread, i) => assertWholeNumber(`topologySpread[${i}].maxSkew`, spread.maxSkew ?? 1, 1));
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
