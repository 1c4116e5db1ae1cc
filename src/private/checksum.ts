import { createHash } from 'crypto';
import { Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

/**
 * Marks the workload's pods with a checksum of the ConfigMap, so that its change is a change of the pods too; but not the change of
 * a file that they do not read. Computed at synthesis, when users have made their own additions to the ConfigMap.
 */
export function followConfig(workload: kplus.Workload, configMap: kplus.ConfigMap, notRead: string): void {
  const files = () => Object.entries(configMap.data).filter(([name]) => name !== notRead).sort();
  const checksum = () => createHash('sha256').update(JSON.stringify(files())).digest('hex');
  workload.podMetadata.addAnnotation('checksum/config', Lazy.any({ produce: checksum }));
}
