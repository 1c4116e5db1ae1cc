import { createHash } from 'crypto';
import { Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

/**
 * Marks the workload's pods with a checksum of the ConfigMap, so that its change is a change of the pods too.
 * Computed at synthesis, when users have made their own additions to the ConfigMap.
 */
export function followConfig(workload: kplus.Workload, configMap: kplus.ConfigMap): void {
  const checksum = () => createHash('sha256').update(JSON.stringify(Object.entries(configMap.data).sort())).digest('hex');
  workload.podMetadata.addAnnotation('checksum/config', Lazy.any({ produce: checksum }));
}
