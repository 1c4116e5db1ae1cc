/**
 * etcd, API server, controllers and scheduler, as processes beside the nodes.
 */
import { generateKeyPairSync, randomBytes } from 'crypto';
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { startDaemon } from './daemon';
import { API_PORT, CONTROL_PLANE_ADDRESS, KUBECONFIG, LAB_FOLDER, POD_NETWORK, SERVICE_NETWORK } from './layout';

const FOLDER = join(LAB_FOLDER, 'control-plane');
const ETCD = 'http://127.0.0.1:2379';
const SERVICE_ACCOUNT_KEY = join(FOLDER, 'service-account.key');
const TOKENS = join(FOLDER, 'tokens.csv');

/** Kubernetes' own names for who asks its API, with the group that its rules are for. */
export interface Identity {
  readonly user: string;
  readonly group?: string;
}

const ADMIN: Identity = { user: 'admin', group: 'system:masters' };
const PROXY: Identity = { user: 'system:kube-proxy' };

/** Starts it; the API answers a few seconds later. */
export function startControlPlane(programs: string, nodes: string[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(SERVICE_ACCOUNT_KEY, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  writeTokens([ADMIN, PROXY, ...nodes.map(kubelet)]);

  startDaemon('etcd', 'etcd', ['--data-dir', join(FOLDER, 'etcd'), '--unsafe-no-fsync', '--listen-client-urls', ETCD, '--advertise-client-urls', ETCD,
    '--listen-peer-urls', 'http://127.0.0.1:2380']);
  startDaemon('kube-apiserver', join(programs, 'kube-apiserver'), [
    `--etcd-servers=${ETCD}`, `--secure-port=${API_PORT}`, `--advertise-address=${CONTROL_PLANE_ADDRESS}`, `--cert-dir=${FOLDER}`,
    `--service-cluster-ip-range=${SERVICE_NETWORK}`, `--token-auth-file=${TOKENS}`, '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction', '--allow-privileged=true', '--kubelet-preferred-address-types=InternalIP',
    '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${SERVICE_ACCOUNT_KEY}`,
    `--service-account-signing-key-file=${SERVICE_ACCOUNT_KEY}`,
  ]);
  startDaemon('kube-controller-manager', join(programs, 'kube-controller-manager'), [
    `--kubeconfig=${KUBECONFIG}`, '--leader-elect=false', `--service-account-private-key-file=${SERVICE_ACCOUNT_KEY}`,
    // The certificate that the API server has made for itself; pods trust it by this.
    `--root-ca-file=${join(FOLDER, 'apiserver.crt')}`, `--cluster-cidr=${POD_NETWORK}`,
  ]);
  startDaemon('kube-scheduler', join(programs, 'kube-scheduler'), [`--kubeconfig=${KUBECONFIG}`, '--leader-elect=false']);
}

/** Files by which the node's programs, and a person, reach the API. */
export function writeKubeconfigs(nodes: string[], folderOf: (node: string) => string): void {
  writeFileSync(KUBECONFIG, kubeconfig(ADMIN), { mode: 0o600 });
  for (const node of nodes) {
    writeFileSync(join(folderOf(node), 'kubelet.kubeconfig'), kubeconfig(kubelet(node)), { mode: 0o600 });
    writeFileSync(join(folderOf(node), 'kube-proxy.kubeconfig'), kubeconfig(PROXY), { mode: 0o600 });
  }
}

function kubelet(node: string): Identity {
  return { user: `system:node:${node}`, group: 'system:nodes' };
}

const tokens = new Map<string, string>();

function writeTokens(identities: Identity[]): void {
  for (const { user } of identities) tokens.set(user, randomBytes(16).toString('hex'));
  const rows = identities.map(({ user, group }) => `${tokens.get(user)},${user},${user}${group === undefined ? '' : `,"${group}"`}\n`);
  writeFileSync(TOKENS, rows.join(''), { mode: 0o600 });
}

/** JSON is YAML. */
function kubeconfig({ user }: Identity): string {
  const name = 'lab';
  return JSON.stringify({
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name, cluster: { 'server': `https://${CONTROL_PLANE_ADDRESS}:${API_PORT}`, 'insecure-skip-tls-verify': true } }],
    'users': [{ name, user: { token: tokens.get(user) } }],
    'contexts': [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}
