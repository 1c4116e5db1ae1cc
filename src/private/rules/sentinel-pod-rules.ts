import * as kplus from 'cdk8s-plus-28';
import { invalid } from './invalid';
import { resolvePodOptions, ResolvedPodOptions } from './pod-rules';
import { SentinelPodOptions } from '../../sentinel-pod-options';

/**
 * The options of the sentinels' pods and Service, every default filled in.
 */
export interface ResolvedSentinelPods extends ResolvedPodOptions {
  readonly serviceType: kplus.ServiceType;
}

/**
 * Fills in the defaults of the options of the sentinels' pods and Service and refuses what cannot work.
 */
export function resolveSentinelPods(options: SentinelPodOptions): ResolvedSentinelPods {
  const serviceType = options.serviceType ?? kplus.ServiceType.CLUSTER_IP;
  assertServiceType(serviceType);
  return { ...resolvePodOptions(options), serviceType };
}

function assertServiceType(serviceType: kplus.ServiceType): void {
  if (serviceType === kplus.ServiceType.EXTERNAL_NAME) {
    throw invalid({
      prop: 'serviceType',
      value: serviceType,
      allowed: 'CLUSTER_IP, NODE_PORT or LOAD_BALANCER',
      because: 'an ExternalName Service has no pods behind it',
    });
  }
}
