/**
 * The files about names that the kubelet gives to every container of a pod.
 */
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';

export interface PodNames {
  readonly name: string;
  readonly namespace: string;
  readonly subdomain?: string;
}

export interface NameSettings {
  readonly address: string;
  readonly nameServer: string;
  readonly domain: string;
}

/** The full host name of a pod with a subdomain; of another one its name, which nobody else can look up. */
export function hostOf({ name, namespace, subdomain }: PodNames, domain: string): string {
  return subdomain === undefined ? name : `${name}.${subdomain}.${namespace}.svc.${domain}`;
}

/** Writes them below a folder; returns source paths by their path in the container. */
export function writePodFiles(folder: string, names: PodNames, settings: NameSettings): Record<string, string> {
  const ownName = names.subdomain === undefined ? names.name : `${hostOf(names, settings.domain)}\t${names.name}`;
  const files = {
    '/etc/hostname': `${names.name}\n`,
    '/etc/hosts': `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n${settings.address}\t${ownName}\n`,
    '/etc/resolv.conf': resolvConf(names.namespace, settings),
  };
  mkdirSync(join(folder, 'etc'), { recursive: true });
  return Object.fromEntries(Object.entries(files).map(([path, content]) => {
    writeFileSync(join(folder, path), content);
    return [path, join(folder, path)];
  }));
}

function resolvConf(namespace: string, { nameServer, domain }: NameSettings): string {
  return `search ${namespace}.svc.${domain} svc.${domain} ${domain}\nnameserver ${nameServer}\noptions ndots:5\n`;
}
