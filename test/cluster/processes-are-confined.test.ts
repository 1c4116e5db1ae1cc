/**
 * What the processes of a set may do on their node, as its kernel says, and where the password can be read.
 */
import { ClusterSet, manifests, NAME, pendingSet } from './cluster-set';
import { ClusterPod } from './kube/cluster-pod';
import { describeOnLab } from './kube/existing';
import { kubectl } from './kube/kubectl';
import { labNode } from './lab/lab';
import { report } from './report';
import { inArgumentLists } from '../scenario-kit/redis/traces';
import { run } from '../scenario-kit/run-program';

const NAMESPACE = 'confined';
const ORDER_MS = 120_000;
const WATCH_MS = 15_000;

/** Of characters that no format writes otherwise. */
const PASSWORD = 'only-in-the-Secret-7f3a91c5';
const ENCODED = Buffer.from(PASSWORD).toString('base64');

/**
 * For each process of a pod but the sandbox's own: what its kernel says of it.
 *
 * Probes start processes all the time. Left out are those that are runc still (a copy of it, unlinked, is `/`), and those that ended while
 * they were looked at.
 */
const PROCESSES = `
for process in /proc/[0-9]*; do
  grep -q "pod$1" "$process/cgroup" 2>/dev/null || continue
  program=$(readlink "$process/exe") || continue
  case $program in */pause | *runc* | /) continue ;; esac
  status=$(cat "$process/status" 2>/dev/null) || continue
  root=$(sed -n 's/^[^ ]* [^ ]* [^ ]* [^ ]* \\/ \\([^, ]*\\).*/\\1/p' "$process/mountinfo" 2>/dev/null) || continue
  printf '%s\\nRootMount:\\t%s\\n\\n' "$status" "$root"
done`;

/** Every folder in which a file can be made. */
const WRITABLE = `
find / \\( -path /proc -o -path /sys \\) -prune -o -type d -print 2>/dev/null | while read -r folder; do
  if (: >"$folder/.written") 2>/dev/null; then
    rm "$folder/.written"
    echo "$folder"
  fi
done`;

const NOTHING = '0000000000000000';

/** Kubernetes gives them to each container: in memory, and gone with it. */
const OF_EVERY_CONTAINER = ['/dev/mqueue', '/dev/shm'];

describeOnLab('when a set runs', () => {
  let set: ClusterSet;
  let pods: ClusterPod[];

  beforeAll(async () => {
    set = await pendingSet(NAMESPACE, {}, { password: PASSWORD });
    await set.cluster.apply(manifests(NAMESPACE));
    await set.inOrder(ORDER_MS);
    pods = [...set.memberPods, ...set.sentinelPods];
    expect(pods).toHaveLength(6);
  });

  afterAll(async () => set?.close());

  async function inPod({ name }: ClusterPod, script: string): Promise<string> {
    return set.cluster.kubectl('exec', name, '--', 'sh', '-c', script);
  }

  test('all its processes run as the user redis, without any privilege, on a root file system that is read-only', async () => {
    for (const pod of pods) {
      const processes = await processesOf(pod);
      const names = processes.map(({ Name }) => Name);
      expect(names).toContain(set.memberPods.includes(pod) ? 'redis-server' : 'redis-sentinel');
      expect(names).toContain('sh');
      for (const { Name, Uid, Gid, Groups, CapInh, CapPrm, CapEff, CapBnd, CapAmb, NoNewPrivs, Seccomp, RootMount } of processes) {
        expect({ Name, Uid, Gid, Groups, CapInh, CapPrm, CapEff, CapBnd, CapAmb, NoNewPrivs, Seccomp, RootMount }).toEqual({
          Name,
          Uid: '999 999 999 999',
          Gid: '1000 1000 1000 1000',
          Groups: '1000',
          CapInh: NOTHING,
          CapPrm: NOTHING,
          CapEff: NOTHING,
          CapBnd: NOTHING,
          CapAmb: NOTHING,
          NoNewPrivs: '1',
          Seccomp: '2',
          RootMount: 'ro',
        });
      }
    }
  });

  test('they can write in their own folders and nowhere else', async () => {
    for (const pod of pods) {
      const own = set.memberPods.includes(pod) ? ['/data/redis', '/run/redis'] : ['/run/redis'];
      const folders = (await inPod(pod, WRITABLE)).trim().split('\n');
      const tops = folders.filter(folder => !folders.some(other => folder.startsWith(`${other}/`)));
      expect(tops.sort()).toEqual([...own, ...OF_EVERY_CONTAINER].sort());
    }
  });

  test('they have no token for the API', async () => {
    for (const pod of pods) {
      expect(await inPod(pod, 'find / -path /proc -prune -o -name token -print -o -name serviceaccount -print 2>/dev/null')).toBe('');
      expect(pod.seen.spec!.volumes!.filter(({ projected }) => projected !== undefined)).toEqual([]);
    }
  });

  test('the password is in no object of the namespace but the Secret', async () => {
    const kinds = (await kubectl('api-resources', '--verbs=list', '--namespaced', '-o', 'name')).trim().split('\n');
    expect(kinds).toEqual(expect.arrayContaining(['configmaps', 'events', 'pods', 'secrets', 'statefulsets.apps', 'controllerrevisions.apps']));
    const holders: string[] = [];
    for (const kind of kinds) {
      const { items } = JSON.parse(await set.cluster.kubectl('get', kind, '-o', 'json', '--show-managed-fields')) as { items: Holder[] };
      const holding = items.filter(item => [PASSWORD, ENCODED].some(value => JSON.stringify(item).includes(value)));
      holders.push(...holding.map(({ metadata }) => `${kind} ${metadata.name}`));
    }
    expect(holders).toEqual([`secrets ${NAME}-auth`]);
  });

  test('the password is in no log', async () => {
    for (const { name } of pods) {
      const log = await set.cluster.kubectl('logs', name, '--all-containers');
      expect(log).not.toBe('');
      expect(log).not.toContain(PASSWORD);
    }
  });

  test('the password is in no argument of a process', async () => {
    // The nodes' processes are this machine's. That helpers are seen at all shows that the password would be.
    expect(await inArgumentLists('redis-cli', WATCH_MS)).not.toEqual([]);
    expect(await inArgumentLists(PASSWORD, WATCH_MS)).toEqual([]);
  });

  test('Redis and Sentinel answer nobody who has no password, or another one', async () => {
    const { redisPort, sentinelPort } = set.props;
    for (const pod of pods) {
      const [port, ownCommands] = set.memberPods.includes(pod)
        ? [redisPort, ['KEYS *', 'CONFIG GET *', 'REPLICAOF NO ONE']]
        : [sentinelPort, ['SENTINEL MASTERS', 'SENTINEL FAILOVER mymaster']];
      for (const command of ['PING', 'ROLE', 'INFO', 'SUBSCRIBE x', 'HELLO 3', ...ownCommands]) {
        expect(await say(pod, port, command)).toMatch(/^NOAUTH /);
      }
      for (const wrong of ['x', PASSWORD.slice(0, -1), `${PASSWORD}x`, PASSWORD.toUpperCase()]) {
        expect(await say(pod, port, `AUTH ${wrong}`)).toMatch(/^WRONGPASS /);
      }
      expect(await say(pod, port, `AUTH ${PASSWORD}`)).toBe('OK');
    }
    report('a set as its nodes and clients see it', { note: 'user 999, no capability, read-only root, no token; password in the Secret only' });
  });
});

interface Holder {
  readonly metadata: { readonly name: string };
}

/** With one space between values. */
async function processesOf({ nodeName, uid }: ClusterPod): Promise<Record<string, string>[]> {
  const blocks = (await labNode(nodeName).run('sh', '-c', PROCESSES, 'sh', uid)).trim().split('\n\n');
  return blocks.map(block => Object.fromEntries(block.split('\n').map(line => {
    const [key, ...rest] = line.split(':');
    return [key, rest.join(':').trim().replace(/\s+/g, ' ')];
  })));
}

/** What it answers to a client that has not said who it is. */
async function say({ vantage: { command, host } }: ClusterPod, port: number, line: string): Promise<string> {
  const [program, ...args] = [...command, 'redis-cli', '-h', host, '-p', `${port}`];
  return (await run(program, args, { input: `${line}\n`, timeoutMs: 5_000 })).trim();
}
