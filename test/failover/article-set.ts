/**
 * The article's set on the article's six nodes, from what examples/article synthesises to.
 */
import { App } from 'cdk8s';
import { Cluster } from './kube/cluster';
import { kubeObjects } from './kube/manifests';
import { RedisSet } from './redis/redis-set';
import { ArticleChart } from '../../examples/article/chart';

export const NAMESPACE = 'default-ns';
export const DATA_FOLDER = '/data/redis_data';

const MEMBERS = ['a', 'b', 'c'];
const MASTER_NAME = 'mymaster';

/** Of the characters that have broken other people's scripts. */
const PASSWORD = 'redis#123 "$&%\\/\'';

/** The set on a fresh cluster, not yet started up; the name is that of its log folder. Close `set.cluster` at the end, whatever happened. */
export async function articleSet(name: string): Promise<RedisSet> {
  const app = new App();
  new ArticleChart(app, 'article');
  const manifests = kubeObjects(app.synthYaml());
  const cluster = await Cluster.create(name);
  for (const member of MEMBERS) {
    for (const label of [`node-${member}-master`, `node-${member}-slave`]) {
      const node = await cluster.addNode(label, { 'storage-selector': label });
      node.makeFolder(DATA_FOLDER);
    }
  }
  cluster.objects.putSecret(NAMESPACE, 'defaultapp-redis-auth', { password: PASSWORD });
  cluster.apply(manifests);
  return new RedisSet(cluster, {
    namespace: NAMESPACE,
    members: MEMBERS.map(member => `defaultapp-redis-${member}`),
    sentinel: 'defaultapp-redis-sentinel',
    sentinels: 3,
    masterName: MASTER_NAME,
    password: PASSWORD,
  });
}

/** After how many milliseconds of silence the sentinels call a master down. */
export function downAfter({ cluster }: RedisSet): number {
  const conf = cluster.objects.configMap(NAMESPACE, 'defaultapp-redis-config')['sentinel.conf'];
  const setting = new RegExp(`^sentinel down-after-milliseconds ${MASTER_NAME} (\\d+)`, 'm').exec(conf);
  if (setting === null) throw new Error(`no down-after-milliseconds for ${MASTER_NAME} in sentinel.conf`);
  return Number(setting[1]);
}
