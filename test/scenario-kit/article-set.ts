/**
 * The article's set on the article's nodes, as it stands in examples/article or with other settings.
 */
import { join } from 'path';
import { App, Chart, Duration } from 'cdk8s';
import { Cluster } from './kube/cluster';
import { KubeObject, kubeObjects } from './kube/manifests';
import { Node } from './kube/node';
import { RedisSet } from './redis/redis-set';
import { RedisSentinelHostPath, RedisSentinelHostPathProps } from '../../src';

export const NAMESPACE = 'default-ns';
export const DATA_FOLDER = '/data/redis_data';
const NAME = 'defaultapp-redis';

/** Of the characters that have broken other people's scripts. */
const PASSWORD = 'redis#123 "$&%\\/\'';

/** Everything but the name, which is part of NAMESPACE's Secret and of what scenarios look for. */
export type ArticleProps = Omit<Partial<RedisSentinelHostPathProps>, 'name' | 'password'>;

/** Where a member's data lies on the disk of a node. */
export function dataFolder(node: Node, member: string): string {
  return join(node.disk, DATA_FOLDER, NAMESPACE, member);
}

export interface ArticleSetOptions {
  /** What differs from the article's settings; `sentinel` setting by setting. */
  readonly props?: ArticleProps;

  /** @default - one with characters that have broken other people's scripts */
  readonly password?: string;

  /**
   * Whether the Secret with the password is there from the start.
   *
   * @default true
   */
  readonly secret?: boolean;

  /**
   * Whether the manifests are applied at once. If not, `set.cluster.apply(synthesise(props))` starts the set.
   *
   * @default true
   */
  readonly startNow?: boolean;
}

/** The set on a fresh cluster, not yet started up; the name is that of its log folder. Close it at the end, whatever happened. */
export async function articleSet(name: string, options: ArticleSetOptions = {}): Promise<RedisSet> {
  const { props = {}, password = PASSWORD, secret = true, startNow = true } = options;
  const { config, sentinel } = construct(props);
  const objects = synthesise(props);
  const cluster = await Cluster.create(name, config.clusterDomain);
  await addNodes(cluster, config.shards);
  if (secret) putPassword(cluster, password);
  if (startNow) cluster.apply(objects);
  return new RedisSet(cluster, {
    namespace: NAMESPACE,
    members: config.shards.map(shard => `${NAME}-${shard}`),
    sentinel: `${NAME}-sentinel`,
    sentinels: props.sentinel?.replicas ?? 3,
    masterName: config.masterName,
    password,
    redisPort: config.redisPort,
    sentinelPort: sentinel.port,
  });
}

/** The set's manifests, to be applied as a changed configuration or a first one. */
export function synthesise(props: ArticleProps = {}): KubeObject[] {
  return kubeObjects(manifestsOf(props));
}

export function manifestsOf(props: ArticleProps): string {
  return App.of(construct(props)).synthYaml() as string;
}

export function putPassword(cluster: Cluster, password = PASSWORD): void {
  cluster.objects.putSecret(NAMESPACE, `${NAME}-auth`, { password });
}

/** After how many milliseconds of silence the sentinels call a master down. */
export function downAfter({ cluster }: RedisSet): number {
  const conf = cluster.objects.configMap(NAMESPACE, `${NAME}-config`)['sentinel.conf'];
  const setting = /^sentinel down-after-milliseconds \S+ (\d+)/m.exec(conf);
  if (setting === null) throw new Error('no down-after-milliseconds in sentinel.conf');
  return Number(setting[1]);
}

function construct(props: ArticleProps): RedisSentinelHostPath {
  const chart = new Chart(new App(), 'article', { namespace: NAMESPACE });
  const sentinel = { downAfter: Duration.seconds(30), failoverTimeout: Duration.seconds(180), ...props.sentinel };
  return new RedisSentinelHostPath(chart, 'redis', { labels: { appname: 'default-app' }, ...props, name: NAME, sentinel });
}

/** A home and a backup node for each member. */
async function addNodes(cluster: Cluster, shards: string[]): Promise<void> {
  for (const shard of shards) {
    for (const label of [`node-${shard}-master`, `node-${shard}-slave`]) {
      const node = await cluster.addNode(label, { 'storage-selector': label });
      node.makeFolder(DATA_FOLDER);
    }
  }
}
