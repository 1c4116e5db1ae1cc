/**
 * What the kubelet concludes from the probes: who is restarted, who is ready, and whom the Services name.
 */
import { ClusterSet, clusterSet } from './cluster-set';
import { ClusterPod } from './kube/cluster-pod';
import { describeOnLab } from './kube/existing';
import { labNode } from './lab/lab';
import { report } from './report';
import { pause } from '../scenario-kit/pause';
import { theMaster } from '../scenario-kit/redis/steps';

/** Half a minute of silence, and what a busy machine adds. */
const RESTARTED_MS = 90_000;
const NOTICED_MS = 60_000;

/** Redis loads so many keys, and takes so long for each, that somebody has to end it. */
const KEYS = 20_000;
const KEY_LOAD_DELAY_US = 10_000;

/** A Redis that answered nothing for so long would have been restarted. */
const LOADING_MS = 50_000;

describeOnLab('the probes', () => {
  let set: ClusterSet;

  beforeAll(async () => {
    set = await clusterSet('probes');
  });

  afterAll(async () => set?.close());

  async function aReplica(): Promise<ClusterPod> {
    return set.until('a replica', NOTICED_MS, async () => (await set.replicas())[0]?.pod);
  }

  async function sentinelEndpoints(): Promise<string> {
    return set.cluster.kubectl('get', 'endpoints', set.props.sentinel, '-o', 'jsonpath={.subsets[*].addresses[*].ip}');
  }

  test('a frozen Redis is restarted in place, and follows again', async () => {
    const pod = await aReplica();
    const frozenAt = Date.now();
    await signal(pod, 'redis-server', 'STOP');
    await set.until('it is not ready', NOTICED_MS, () => !pod.ready);
    await set.until('its container was restarted', RESTARTED_MS, () => pod.restarts === 1);
    const seconds = Math.round((Date.now() - frozenAt) / 1000);
    await set.inOrder(NOTICED_MS);
    report('a replica frozen', { note: `container restarted by its liveness probe after ${seconds} s` });
  });

  test('a Redis that loads for longer than that is not', async () => {
    const pod = await aReplica();
    await set.ask(await theMaster(set), `EVAL "for i = 1, ${KEYS} do redis.call('set', 'loaded:' .. i, i) end" 0`);
    await set.until('the replica has every key', NOTICED_MS, async () => Number(await set.ask(pod, 'DBSIZE')) >= KEYS);
    await set.ask(pod, 'BGREWRITEAOF');
    await set.until('they are in its file', NOTICED_MS, async () =>
      /aof_rewrite_in_progress:0/.test(await inside(set, pod, 'redis-cli info persistence')) && /base\.rdb/.test(await inside(set, pod, 'ls /data/redis/appendonlydir')));
    const restarts = pod.restarts;
    // Redis answers once in a while during a load; so little data would be one such while.
    const slowly = `key-load-delay ${KEY_LOAD_DELAY_US}\nloading-process-events-interval-bytes 1024\n`;
    await inside(set, pod, `printf '${slowly}' >>/run/redis/config/redis.conf`);
    await signal(pod, 'redis-server', 'KILL');
    await set.until('it loads', NOTICED_MS, async () => loads(set, pod));
    await pause(LOADING_MS);
    expect(await loads(set, pod)).toBe(true);
    expect(pod.restarts).toBe(restarts + 1);
    await inside(set, pod, 'redis-cli config set key-load-delay 0');
    await set.inOrder(RESTARTED_MS);
    report('a replica that loads', { note: `was left alone for the ${LOADING_MS / 1000} s that it was made to take` });
  });

  test('a replica without a link to its master is not ready, until it has one again', async () => {
    const pod = await aReplica();
    await set.ask(pod, 'CONFIG SET masterauth wrong');
    await set.ask(await theMaster(set), `CLIENT KILL ADDR ${await linkOf(set, pod)}`);
    await set.until('it is not ready', NOTICED_MS, () => !pod.ready);
    await inside(set, pod, '{ printf "CONFIG SET masterauth "; sed -e \'s/[\\\\"]/\\\\&/g\' -e \'s/.*/"&"/\' /run/redis/password; } | redis-cli');
    await set.until('it is ready', NOTICED_MS, () => pod.ready);
    await set.inOrder(NOTICED_MS);
  });

  test('the Service of the sentinels leaves out one that is frozen, and takes it back', async () => {
    const [sentinel] = set.sentinelPods;
    expect(await sentinelEndpoints()).toContain(sentinel.address);
    await signal(sentinel, 'redis-sentinel', 'STOP');
    await set.until('the Service names it no more', NOTICED_MS, async () => !(await sentinelEndpoints()).includes(sentinel.address));
    await signal(sentinel, 'redis-sentinel', 'CONT').catch(() => undefined);
    await set.until('the Service names it again', RESTARTED_MS, async () => (await sentinelEndpoints()).includes(sentinel.address));
    await set.inOrder(RESTARTED_MS);
  });
});

/** To the Redis or Sentinel of a pod itself, whatever looks after it in the container. */
async function signal({ nodeName, seen }: ClusterPod, program: string, name: string): Promise<void> {
  const node = labNode(nodeName);
  const uid = seen.metadata!.uid!;
  const pids = (await node.run('pgrep', '-f', `^${program} `)).trim().split('\n');
  for (const pid of pids) {
    if ((await node.run('cat', `/proc/${pid}/cgroup`).catch(() => '')).includes(uid)) await node.run('kill', `-${name}`, pid);
  }
}

async function inside({ cluster }: ClusterSet, { name }: ClusterPod, command: string): Promise<string> {
  return cluster.kubectl('exec', name, '-c', 'redis-server', '--', 'sh', '-c', `export REDISCLI_AUTH="$(cat /run/redis/password)"; ${command}`);
}

/** The replica's end of its link, as its master knows it. */
async function linkOf(set: ClusterSet, { address }: ClusterPod): Promise<string> {
  const clients = await inside(set, await theMaster(set), 'redis-cli client list type replica');
  const [, link] = new RegExp(`addr=(${address}:\\d+)`).exec(clients) ?? [];
  if (link === undefined) throw new Error(`the master has no replica at ${address}:\n${clients}`);
  return link;
}

async function loads(set: ClusterSet, pod: ClusterPod): Promise<boolean> {
  return /^loading:1/m.test(await inside(set, pod, 'redis-cli info persistence'));
}
