/**
 * A namespace of a real cluster and what is in it.
 */
import { spawn } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { ClusterPod } from './cluster-pod';
import { EXISTING } from './existing';
import { kubectl, kubectlWith } from './kubectl';
import { pause } from '../../scenario-kit/pause';
import { SetClient, SetClientProps, SetCluster } from '../../scenario-kit/redis/set-cluster';
import { until } from '../../scenario-kit/until';
import { CLUSTER_DOMAIN, KUBECONFIG } from '../lab/layout';

const POLL_MS = 200;
const GONE_MS = 60_000;

export class ClusterNamespace implements SetCluster<ClusterPod> {
  public static async create(name: string, labels: Record<string, string> = {}): Promise<ClusterNamespace> {
    const namespace = new ClusterNamespace(name, await dnsAddress());
    await namespace.apply(JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }));
    return namespace;
  }

  private readonly pods = new Map<string, ClusterPod>();
  private readonly closing = new AbortController();
  private readonly polling: Promise<void>;

  private constructor(public readonly name: string, private readonly nameServer: string) {
    this.polling = this.poll(this.closing.signal);
  }

  public livePodsOf(workload: string): ClusterPod[] {
    return [...this.pods.values()].filter(pod => pod.ownedBy(workload) && !pod.deleted && pod.alive);
  }

  /** Those that are being deleted included. */
  public get allPods(): ClusterPod[] {
    return [...this.pods.values()];
  }

  public pod(name: string): ClusterPod {
    const pod = this.allPods.find(candidate => candidate.name === name);
    if (pod === undefined) throw new Error(`no pod ${name}; there are ${this.allPods.map(candidate => candidate.name).join(', ')}`);
    return pod;
  }

  /** As a user applies manifests. */
  public async apply(manifests: string, ...args: string[]): Promise<string> {
    return kubectlWith(manifests, '-n', this.name, 'apply', '--server-side', '-f', '-', ...args);
  }

  public async kubectl(...args: string[]): Promise<string> {
    return kubectl('-n', this.name, ...args);
  }

  public async putPassword(secret: string, password: string): Promise<void> {
    await this.apply(JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: secret, namespace: this.name }, stringData: { password } }));
  }

  /** On this machine, which is no node, but finds its way to pods and Services: no fault of a node hits it. */
  public async startClient(_node: string, { command, env }: SetClientProps): Promise<SetClient> {
    const folder = mkdtempSync(join(tmpdir(), 'client-'));
    const resolv = join(folder, 'resolv.conf');
    writeFileSync(resolv, `nameserver ${this.nameServer}\nsearch ${this.name}.svc.${CLUSTER_DOMAIN} svc.${CLUSTER_DOMAIN}\noptions ndots:5\n`);
    const client = spawn('unshare', ['--mount', 'sh', '-ec', `mount --bind ${resolv} /etc/resolv.conf\nexec "$@"`, 'sh', ...command],
      { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'ignore'] });
    const exited = new Promise<void>(resolve => client.once('close', () => resolve()));
    return {
      process: client,
      end: async () => {
        await exited;
        rmSync(folder, { recursive: true });
      },
    };
  }

  public async describe(): Promise<string> {
    const parts = [
      this.kubectl('get', 'nodes'),
      this.kubectl('get', 'pods', '-o', 'wide'),
      this.kubectl('get', 'events', '--sort-by=.metadata.creationTimestamp').then(events => events.split('\n').slice(-30).join('\n')),
      ...this.allPods.map(async ({ name }) => this.kubectl('logs', name, '--all-containers', '--prefix', '--tail=25', '--request-timeout=5s')),
    ];
    return (await Promise.all(parts.map(async part => part.catch((error: Error) => error.message)))).join('\n');
  }

  /** Ends the pods at once, without their farewell, and removes everything else. */
  public async close(): Promise<void> {
    await kubectl('delete', 'namespace', this.name, '--wait=false', '--ignore-not-found');
    await until(async () => {
      await this.kubectl('delete', 'pods', '--all', '--grace-period=1', '--wait=false');
      return this.pods.size === 0;
    }, { what: `the pods of ${this.name} are gone`, within: GONE_MS, describe: async () => this.describe() });
    this.closing.abort();
    await this.polling;
  }

  private async poll(signal: AbortSignal): Promise<void> {
    const api = coreApi();
    while (!signal.aborted) {
      // The API server may be slow to answer, never wrong: then the last answer holds.
      await api.listNamespacedPod(this.name).then(({ body }) => {
        const uids = new Set(body.items.map(({ metadata }) => metadata!.uid!));
        for (const uid of this.pods.keys()) if (!uids.has(uid)) this.pods.delete(uid);
        for (const seen of body.items) {
          const pod = this.pods.get(seen.metadata!.uid!);
          if (pod === undefined) this.pods.set(seen.metadata!.uid!, new ClusterPod(seen));
          else pod.seen = seen;
        }
      }, () => undefined);
      await pause(POLL_MS, signal);
    }
  }
}

function coreApi(): CoreV1Api {
  const config = new KubeConfig();
  if (EXISTING) config.loadFromDefault();
  else config.loadFromFile(KUBECONFIG);
  return config.makeApiClient(CoreV1Api);
}

async function dnsAddress(): Promise<string> {
  return kubectl('-n', 'kube-system', 'get', 'service', 'kube-dns', '-o', 'jsonpath={.spec.clusterIP}');
}
