/**
 * Which addresses a name of the cluster's domain stands for.
 *
 * There is no kube-proxy: the name of a ClusterIP Service gives the addresses of its ready pods instead of a virtual one.
 */
import { ObjectStore } from './objects';
import { Pod } from './pod';

export interface Endpoints {
  readonly domain: string;
  readonly objects: ObjectStore;
  readonly pods: Pod[];
}

/** Undefined when there is no such name. */
export function addressesOf(name: string, cluster: Endpoints): string[] | undefined {
  const suffix = `.svc.${cluster.domain}`;
  if (!name.endsWith(suffix)) return undefined;
  const labels = name.slice(0, -suffix.length).split('.');
  const [host, service, namespace] = labels.length === 2 ? [undefined, ...labels] : labels;
  const backing = labels.length > 3 ? undefined : backingPods(namespace!, service!, cluster);
  if (backing === undefined) return undefined;
  if (host === undefined) return shuffle(backing.map(pod => pod.address));
  const pod = backing.find(candidate => candidate.name === host && candidate.identity.subdomain === service);
  return pod && [pod.address];
}

function backingPods(namespace: string, name: string, cluster: Endpoints): Pod[] | undefined {
  const service = cluster.objects.service(namespace, name)?.spec;
  if (service === undefined) return undefined;
  const selected = Object.entries(service.selector ?? {});
  return cluster.pods.filter(pod => pod.identity.namespace === namespace
    && pod.address !== ''
    && selected.every(([key, value]) => pod.identity.labels[key] === value)
    && (service.publishNotReadyAddresses || pod.readySince !== undefined && !pod.deleted));
}

/** Spreads clients over the pods, as kube-proxy would. */
function shuffle(addresses: string[]): string[] {
  const start = Math.floor(Math.random() * addresses.length);
  return [...addresses.slice(start), ...addresses.slice(0, start)];
}
