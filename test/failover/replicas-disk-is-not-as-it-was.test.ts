/**
 * F15. A replica comes back to a disk that is not as it left it, while a client goes on writing to the others.
 */
import { chownSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { join } from 'path';
import { DATA_FOLDER, dataFolder } from '../scenario-kit/article-set';
import { Node } from '../scenario-kit/kube/node';
import { Pod } from '../scenario-kit/kube/pod';
import { MARGIN_MS, nothingIsLost, scenario, Scenario, theReplicas, writing } from '../scenario-kit/scenario';

const SOMEBODY = 4711;

describe('when a replica comes back to a disk', () => {
  let story: Scenario;
  let workload: string;
  let name: string;
  let node: Node;

  const onDisk = (...path: string[]) => join(dataFolder(node, name), ...path);
  const pod = (): Pod => story.set.pod(name);

  /** As an administrator who works on the disk would do it: nothing else starts there meanwhile. */
  async function away(work: () => Promise<void> | void): Promise<void> {
    const { set } = story;
    set.cluster.scale(workload, 0);
    await set.until(`${name} is gone`, 60_000, () => set.cluster.pods.every(({ identity }) => identity.name !== name));
    await work();
    set.cluster.scale(workload, 1);
  }

  async function waitsBecause(what: string, said: () => string): Promise<void> {
    await story.set.until(`${name} says ${what}`, 30_000, () => said().includes(what));
    await writing(story);
    expect(pod().ready).toBe(false);
  }

  async function joins(): Promise<void> {
    await story.set.until(`${name} is ready`, 60_000, () => pod().ready);
    await story.set.inOrder(30_000);
  }

  beforeAll(async () => {
    story = await scenario('replicas-disk-is-not-as-it-was');
    const [replica] = await theReplicas(story.set);
    ({ name, identity: { workload } } = replica);
    node = story.set.cluster.node(replica.nodeName);
  });

  afterAll(async () => story?.set.close());

  test('that was wiped, it copied the data from the master', async () => {
    await away(() => node.wipe(DATA_FOLDER));
    await joins();
    expect(story.set.logsSinceStart(pod(), 'redis-server')).toContain('starts quarantined, with no data on the disk');
  });

  test('that is not mounted, it waited, and joined when it was', async () => {
    await away(() => rmSync(join(node.disk, DATA_FOLDER), { recursive: true }));
    await waitsBecause('hostPath type check failed', () => pod().events.join('\n'));
    node.makeFolder(DATA_FOLDER);
    await joins();
  });

  test.each([['root', 0], ['another user', SOMEBODY]])('that belongs to %s, it put that right', async (_, owner) => {
    await away(() => {
      const files = readdirSync(onDisk(), { recursive: true }) as string[];
      for (const file of ['', ...files]) chownSync(onDisk(file), owner, owner);
    });
    await joins();
    const files = readdirSync(onDisk(), { recursive: true }) as string[];
    expect(files).toContain('member.state');
    const owners = ['', ...files].map(file => statSync(onDisk(file), { throwIfNoEntry: false })?.uid);
    expect(new Set(owners.filter(uid => uid !== undefined))).toEqual(new Set([999]));
  });

  test('that is read-only, it waited, and joined when it was writable', async () => {
    await away(async () => node.makeDiskReadOnly());
    await waitsBecause('Read-only file system', () => story.set.logsOf(pod(), 'own-data-folder'));
    await node.makeDiskWritable();
    await joins();
  });

  test("that holds another set's data, it refused, and joined when it was told to take that over", async () => {
    const state = onDisk('member.state');
    await away(() => writeFileSync(state, readFileSync(state, 'utf8').replace(/^set=.*/m, 'set=elsewhere/defaultapp-redis')));
    await waitsBecause('holds data of the set elsewhere/defaultapp-redis, this is default-ns/defaultapp-redis',
      () => story.set.logsOf(pod(), 'redis-server'));
    rmSync(state);
    await joins();
  });

  test('no write was lost, and the writer never waited', async () => {
    await nothingIsLost(story, MARGIN_MS);
  });
});
