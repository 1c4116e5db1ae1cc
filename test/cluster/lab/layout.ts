/**
 * Where everything of the lab is: addresses, folders, nodes.
 */
import { join } from 'path';

export interface NodeSettings {
  readonly name: string;
  readonly labels: Record<string, string>;

  /** As `kubectl taint` writes it. */
  readonly taint?: string;
}

/** The folder of the running lab; run-inside.sh has mounted a private one. */
export const LAB_FOLDER = '/run/cluster';
export const KUBECONFIG = join(LAB_FOLDER, 'kubeconfig');
export const LOGS = join(LAB_FOLDER, 'logs');

/** One line of JSON for each scenario. */
export const REPORT = process.env.CLUSTER_REPORT ?? join(LAB_FOLDER, 'report.jsonl');

export const CONTROL_PLANE_ADDRESS = '10.10.0.1';
export const API_PORT = 6443;
export const NODE_NETWORK_BITS = 16;
export const POD_NETWORK = '10.244.0.0/16';
export const SERVICE_NETWORK = '10.96.0.0/16';
export const DNS_ADDRESS = '10.96.0.10';
export const CLUSTER_DOMAIN = 'cluster.local';

/** The node whose kube-proxy also serves this machine's own clients; it has the name service and no other pods. */
export const DNS_NODE = 'dns';

const SHARDS = ['a', 'b', 'c'];

/** The article's six nodes, by the value of their label, and one for the name service. */
export const NODES: NodeSettings[] = [
  ...SHARDS.flatMap(shard => [`node-${shard}-master`, `node-${shard}-slave`]).map(name => ({ name, labels: { 'storage-selector': name } })),
  { name: DNS_NODE, labels: {}, taint: 'dedicated=dns:NoSchedule' },
];

export interface NodeAddresses {
  readonly address: string;
  readonly podNetwork: string;
}

export function addressesOf(node: string): NodeAddresses {
  const number = NODES.findIndex(({ name }) => name === node) + 1;
  if (number === 0) throw new Error(`no node ${node}; there are ${NODES.map(({ name }) => name).join(', ')}`);
  return { address: `10.10.1.${number}`, podNetwork: `10.244.${number}.0/24` };
}

export function nodeFolder(node: string): string {
  return join(LAB_FOLDER, 'nodes', node);
}
