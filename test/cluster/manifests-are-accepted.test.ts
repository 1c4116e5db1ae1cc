/**
 * What the API server says to the manifests of every example, and PodSecurity to the pods that come of them. Nothing is made of them.
 */
import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { kubectl, kubectlWarnings, kubectlWith } from './kube/kubectl';
import { report } from './report';
import { parseManifests } from '../../tools/manifest-check/read-manifests';
import { EXAMPLES, manifestOf } from '../golden/examples';
import { until } from '../scenario-kit/until';
import { Manifest } from '../support';

const DRY_RUN = ['--dry-run=server', '--validate=strict', '-f', '-'];
const VERSION = 'v1.29';
const SOON_MS = 15_000;

/** The one that the example `hardened` names, by the command of its README. */
const PRIORITY_CLASS = ['priorityclass', 'redis'];

/** Those in other languages come to the same manifest as one of these. */
const names = Object.keys(EXAMPLES);

const HOST_PATH = { 'hostPath volumes': 'volume "redis-data"' };
const ROOT = {
  'restricted volume types': 'volume "redis-data" uses restricted volume type "hostPath"',
  'unrestricted capabilities': 'container "own-data-folder" must not include "CHOWN", "DAC_OVERRIDE", "FOWNER" in securityContext.capabilities.add',
  'runAsNonRoot != true': 'container "own-data-folder" must not set securityContext.runAsNonRoot=false',
  'runAsUser=0': 'container "own-data-folder" must not set runAsUser=0',
};

describe.each(names)('the example %s', example => {
  const namespace = `accepted-${example}`;
  const templates = podTemplatesOf(example);
  const shards = templates.filter(({ spec }) => spec!.volumes!.some(({ hostPath }) => hostPath !== undefined));
  const sentinels = templates.filter(template => !shards.includes(template));
  let priorityClassIsMade: boolean;

  beforeAll(async () => {
    await makeNamespace(namespace, {});
    priorityClassIsMade = await kubectl('get', ...PRIORITY_CLASS, '--ignore-not-found') === '';
    if (priorityClassIsMade) await kubectl('create', ...PRIORITY_CLASS, '--value=1000000');
  });

  afterAll(async () => {
    await kubectl('delete', 'namespace', namespace, '--wait=false');
    if (priorityClassIsMade) await kubectl('delete', ...PRIORITY_CLASS);
  });

  async function level(mode: 'enforce' | 'warn', name: string): Promise<void> {
    await makeNamespace(namespace, { [`pod-security.kubernetes.io/${mode}`]: name, [`pod-security.kubernetes.io/${mode}-version`]: VERSION });
  }

  /** PodSecurity may judge by the level before for a moment. */
  async function complaintsAre(expected: Record<string, string>, pods: V1PodTemplateSpec[]): Promise<void> {
    await soon(async () => {
      for (const pod of pods) expect(await refusal(pod)).toEqual(expected);
    });
  }

  async function apply(): Promise<string[]> {
    return kubectlWarnings(manifestsOf(example), '-n', namespace, 'apply', '--server-side', ...DRY_RUN);
  }

  async function refusal(template: V1PodTemplateSpec): Promise<Record<string, string>> {
    const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', ...template, metadata: { ...template.metadata, name: 'pod' } });
    const said = await kubectlWarnings(pod, '-n', namespace, 'create', ...DRY_RUN).catch((error: Error) => [error.message]);
    return complaints(said);
  }

  test('has shards and sentinels', () => {
    expect([shards.length, sentinels.length]).toEqual(example === 'two-sets' ? [6, 2] : [3, 1]);
  });

  test('is accepted as it is, without a warning', async () => {
    expect(await apply()).toEqual([]);
  });

  test('makes pods that are accepted as they are, without a warning', async () => {
    await complaintsAre({}, templates);
  });

  test('at the level restricted: its sentinels are admitted, its shards for no reason but hostPath and the init container are not', async () => {
    await level('enforce', 'restricted');
    await complaintsAre({}, sentinels);
    await complaintsAre(ROOT, shards);
  });

  test('at the level restricted: a warning of the shards, which kubectl says once, and none of the sentinels', async () => {
    await level('warn', 'restricted');
    await soon(async () => expect((await apply()).map(warning => complaints([warning]))).toEqual([ROOT]));
  });

  test('at the level baseline: for no reason but hostPath', async () => {
    await level('enforce', 'baseline');
    await complaintsAre({}, sentinels);
    await complaintsAre(HOST_PATH, shards);
  });

  test('at the level privileged everything is admitted', async () => {
    await level('enforce', 'privileged');
    await complaintsAre({}, templates);
    report(`example ${example}: accepted by the API server`, { note: 'no warning; shards need PodSecurity privileged for their hostPath' });
  });
});

async function soon(holds: () => Promise<void>): Promise<void> {
  await until(async () => holds().then(() => true), { what: 'the API server answers as it should', within: SOON_MS });
}

async function makeNamespace(name: string, labels: Record<string, string>): Promise<void> {
  await kubectlWith(JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }), 'apply', '--server-side', '-f', '-');
}

/** As they are synthesised, but for the namespace, which other scenarios may be using. */
function manifestsOf(example: string): string {
  return manifestOf(example).replace(/^ {2}namespace: .*\n/gm, '');
}

function podTemplatesOf(example: string): V1PodTemplateSpec[] {
  return (parseManifests(manifestOf(example)) as Manifest[]).flatMap(({ spec }) => spec?.template ?? []);
}

/** Of a warning or a refusal by PodSecurity: what it does not like, and where. Anything else that is said is a complaint of its own. */
function complaints(said: string[]): Record<string, string> {
  return Object.fromEntries(said.flatMap(line => {
    const [, list] = /PodSecurity "[^"]*": (.*)/.exec(line) ?? [];
    if (list === undefined) return [[line, '']];
    return [...list.matchAll(/(?:^|, )([^()]+) \(([^()]*)\)/g)].map(([, what, where]) => [what, where]);
  }));
}
