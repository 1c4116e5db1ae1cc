/**
 * F18. The password has characters that a shell, a configuration file or a format string would take for its own.
 */
import { IMAGES } from '../scenario-kit/kube/images';
import { anotherMaster, CRASH_GAP_MS, nothingConfirmedIsLost, scenario, Scenario, theMaster, theReplicas, writing } from '../scenario-kit/scenario';

/** What no log, argument list or file may show: it stands in the middle of the password, and is escaped nowhere. */
const TRACE = 'Quokka73';

const SPECIAL = `  # "'%s%d&${TRACE}$HOME$(id)\\n\\/\`date\`!*~;|<>[]{}= `;
const UNICODE = `Пароль ${TRACE} ßé漢字🔑`;

describe.each([
  ['special characters', 'redis 7', IMAGES.machine, SPECIAL],
  ['Unicode', 'redis 7', IMAGES.machine, UNICODE],
  ['both', 'redis 8', IMAGES.redis8, SPECIAL + UNICODE],
  ['both', 'valkey', IMAGES.valkey, SPECIAL + UNICODE],
])('with %s in the password, on %s', (what, label, name, password) => {
  let story: Scenario;

  beforeAll(async () => { story = await scenario(`password-${what}-${label}`, { image: { name } }, password); });
  afterAll(async () => story?.set.close());

  test('a sentinel and a replica that restart are back', async () => {
    const { set } = story;
    const restarting = [set.sentinelPods[0].container('redis-sentinel'), (await theReplicas(set))[0].container('redis-server')];
    for (const container of restarting) container.kill();
    await set.until('both have restarted', 10_000, () => restarting.every(({ restarts }) => restarts === 1));
    await set.inOrder(30_000);
  });

  test("when the master's node dies, another one takes over, and the writer goes on", async () => {
    const { set } = story;
    const pod = await theMaster(set);
    const node = set.cluster.node(pod.nodeName);
    await node.powerOff();
    await anotherMaster(set, pod.name, CRASH_GAP_MS);
    await writing(story);
    await node.powerOn();
    await set.inOrder(60_000);
  });

  test('it stands in no log, argument list, ConfigMap, pod spec or world-readable file', async () => {
    expect(await story.set.tracesOf(TRACE)).toEqual([]);
  });

  test('nothing that WAIT had confirmed was lost, and the writer was back in time', async () => {
    await nothingConfirmedIsLost(story);
  });
});
