import { createHash } from 'crypto';
import { Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

/**
 * Marks the workload's pods with a checksum of the ConfigMap, so that its change is a change of the pods too; but not the change of
 * a file that they do not read. Computed at synthesis, when users have made their own additions to the ConfigMap.
 */
export function followConfig(workload: kplus.Workload, configMap: kplus.ConfigMap, notRead: string): void {
  const checksum = () => {
    const { data } = configMap;
    const read = Object.keys(data).filter(name => name !== notRead).sort();
    return sha256(JSON.stringify(read.map(name => [name, digestOf(data[name])])));
  };
  workload.podMetadata.addAnnotation('checksum/config', Lazy.any({ produce: checksum }));
}

/** Of files. Without it a quarter of a synthesis would go into the scripts, which are the same for every workload of every set. */
const digests = new Map<string, string>();

function digestOf(content: string): string {
  let digest = digests.get(content);
  if (digest === undefined) {
    digest = sha256(content);
    digests.set(content, digest);
  }
  return digest;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
