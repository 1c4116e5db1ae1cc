/**
 * F16. The disk of the master's node fills up: Redis refuses writes from the first one on that it cannot put into its append-only file, and
 * answers Sentinel's pings with that error too, which counts as silence.
 */
import { Node } from '../scenario-kit/kube/node';
import { Pod } from '../scenario-kit/kube/pod';
import { anotherMaster, CRASH_GAP_MS, known, nothingIsLost, scenario, Scenario, theMaster, writing } from '../scenario-kit/scenario';

/** The last page of the append-only file has to fill up. */
const REFUSED_WITHIN_MS = 20_000;

describe("when the disk of the master's node is full", () => {
  let story: Scenario;
  let pod: Pod;
  let node: Node;

  async function fill(): Promise<void> {
    const { set, writer } = story;
    pod = await theMaster(set);
    node = set.cluster.node(pod.nodeName);
    const since = Date.now();
    await node.fillDisk();
    await set.until('the master refuses writes', REFUSED_WITHIN_MS, () => writer.record.failuresSince(since).some(({ reason }) => reason.startsWith('MISCONF')));
  }

  async function anotherTakesOver(): Promise<void> {
    await anotherMaster(story.set, pod.name, CRASH_GAP_MS);
    await writing(story);
  }

  async function comesBackAsReplica(): Promise<void> {
    await node.freeDisk();
    await story.set.inOrder(60_000);
    await story.set.until('its pod is ready', 60_000, () => story.set.pod(pod.name).ready);
    await known(story.set);
    expect((await theMaster(story.set)).name).not.toBe(pod.name);
  }

  beforeAll(async () => { story = await scenario('masters-disk-is-full'); });
  afterAll(async () => story?.set.close());

  test('another one took over', async () => {
    await fill();
    await anotherTakesOver();
  });

  test('it came back as a replica when there was room', async () => {
    await comesBackAsReplica();
  });

  test('and its container is killed, another one took over too', async () => {
    await fill();
    pod.container('redis-server').kill();
    await anotherTakesOver();
  });

  test('the killed one came back as a replica when there was room', async () => {
    await comesBackAsReplica();
  });

  test('no write was lost, and the writer was back in time', async () => {
    await nothingIsLost(story, CRASH_GAP_MS);
  });
});
