/**
 * What can speak against the home nodes of shards, and where the scheduler of Kubernetes puts them then.
 */
import { Topology } from 'cdk8s-plus-28';
import { SetProps } from './cluster-set';
import { declareImage, removeImage, reported } from './declared-image';
import { ClusterNamespace } from './kube/cluster-namespace';
import { kubectl } from './kube/kubectl';
import { LAB_NODES } from './lab/lab';
import { NodePreference, PlacementPolicy } from '../../src';
import { until } from '../scenario-kit/until';

const FULL_MS = 60_000;
const { PREFERRED, HOME_OR_BACKUP, HOME } = PlacementPolicy;

const HOMES = LAB_NODES.filter(({ name }) => name.endsWith('-master'));
const BACKUPS = LAB_NODES.filter(({ name }) => name.endsWith('-slave'));
const HOME_NAMES = HOMES.map(({ name }) => name);
const BACKUP_NAMES = BACKUPS.map(({ name }) => name);

/** The library's own, as containerd calls it: 20 MB here, and the scheduler counts none below 23 MiB. */
const OWN_IMAGE = ['docker.io/library/redis:7.2.5-alpine3.20', 'docker.io/library/redis:machine'];

/** Large enough for all points, though only three of seven nodes have it. */
const LARGE_IMAGE = 'registry.example.com/mirror/redis:large';
const LARGE_BYTES = 3e9;

/** What the taint is called is of no account. */
const TAINT = 'example.com/wanted-elsewhere';
const ZONE = Topology.ZONE.key;

/** On how many shards' home and backup nodes, or elsewhere, they were put. */
export interface Places {
  readonly home: number;
  readonly backup: number;
  readonly elsewhere: number;
}

/** How often each case is tried; a set has three shards. */
export const ROUNDS = 3;

const AT_HOME: Places = { home: 3 * ROUNDS, backup: 0, elsewhere: 0 };
const ON_BACKUP: Places = { home: 0, backup: 3 * ROUNDS, elsewhere: 0 };

/** One of three goes to the other zone. */
const SPREAD: Places = { home: 2 * ROUNDS, backup: ROUNDS, elsewhere: 0 };

/** Something that speaks against the home nodes, and where the shards go with each placement. */
export interface PlacementCase {
  readonly what: string;
  readonly props?: SetProps;
  readonly arrange: () => Promise<void>;
  readonly restore: () => Promise<void>;
  readonly [PREFERRED]: Places;
  readonly [HOME_OR_BACKUP]: Places;
  readonly [HOME]: Places;
}

export const PLACEMENT_CASES: PlacementCase[] = [
  {
    what: 'their home nodes are 90 % full, the others empty',
    arrange: async () => fill(HOME_NAMES, 0.9),
    restore: empty,
    [PREFERRED]: AT_HOME,
    [HOME_OR_BACKUP]: AT_HOME,
    [HOME]: AT_HOME,
  },
  {
    what: 'only their home nodes lack the image',
    arrange: async () => {
      await removeImage(HOMES, ...OWN_IMAGE);
      await reported(HOMES, OWN_IMAGE[0], false);
    },
    restore: async () => Promise.all(HOMES.map(async node => node.importImage('redis'))).then(() => undefined),
    [PREFERRED]: AT_HOME,
    [HOME_OR_BACKUP]: AT_HOME,
    [HOME]: AT_HOME,
  },
  {
    what: 'only their backup nodes have the image, and it is large',
    props: { image: { name: LARGE_IMAGE } },
    arrange: declareLargeImage,
    restore: async () => undefined,
    [PREFERRED]: AT_HOME,
    [HOME_OR_BACKUP]: AT_HOME,
    [HOME]: AT_HOME,
  },
  {
    what: 'only their backup nodes have the image, it is large, and their home nodes are 90 % full',
    props: { image: { name: LARGE_IMAGE } },
    arrange: async () => Promise.all([fill(HOME_NAMES, 0.9), declareLargeImage()]).then(() => undefined),
    restore: empty,
    [PREFERRED]: ON_BACKUP,
    [HOME_OR_BACKUP]: ON_BACKUP,
    [HOME]: AT_HOME,
  },
  {
    what: 'it is so, and the weights are 100 and 1',
    props: { image: { name: LARGE_IMAGE }, shards: ['a', 'b', 'c'].map(name => shardWeighing(name, 100, 1)) },
    arrange: async () => Promise.all([fill(HOME_NAMES, 0.9), declareLargeImage()]).then(() => undefined),
    restore: empty,
    [PREFERRED]: AT_HOME,
    [HOME_OR_BACKUP]: AT_HOME,
    [HOME]: AT_HOME,
  },
  {
    what: 'their home nodes are tainted PreferNoSchedule',
    arrange: async () => taint(HOME_NAMES, `${TAINT}=true:PreferNoSchedule`),
    restore: async () => taint(HOME_NAMES, `${TAINT}-`),
    [PREFERRED]: ON_BACKUP,
    [HOME_OR_BACKUP]: AT_HOME,
    [HOME]: AT_HOME,
  },
  {
    what: 'they are to spread over zones, and their home nodes are all in one',
    props: { shardPods: { topologySpread: [{ topology: Topology.ZONE }] } },
    arrange: async () => {
      await label(HOME_NAMES, `${ZONE}=1`);
      await label(BACKUP_NAMES, `${ZONE}=2`);
    },
    restore: async () => label([...HOME_NAMES, ...BACKUP_NAMES], `${ZONE}-`),
    [PREFERRED]: SPREAD,
    // Kubernetes counts only pods on nodes where this one may run, and there the other shards have none.
    [HOME_OR_BACKUP]: AT_HOME,
    [HOME]: AT_HOME,
  },
];

function shardWeighing(name: string, home: number, backup: number) {
  const node = (kind: string, weight: number) => NodePreference.labelled('storage-selector', `node-${name}-${kind}`, { weight });
  return { name, home: node('master', home), backup: node('slave', backup) };
}

let largeImage: Promise<void> | undefined;

/** Once, since it takes the kubelets a while to tell. */
async function declareLargeImage(): Promise<void> {
  largeImage ??= declareImage(BACKUPS, LARGE_IMAGE, LARGE_BYTES);
  return largeImage;
}

/** When the cases are over. */
export async function removeLargeImage(): Promise<void> {
  if (largeImage !== undefined) await removeImage(BACKUPS, LARGE_IMAGE);
}

let load: ClusterNamespace | undefined;
let loads = 0;

async function empty(): Promise<void> {
  await load?.close();
}

/** With a pod on each that asks for this part of its processors and of its memory, and uses none. */
async function fill(nodes: string[], part: number): Promise<void> {
  load = await ClusterNamespace.create(`load-${++loads}`);
  for (const node of nodes) {
    const [cpu, memory] = (await kubectl('get', 'node', node, '-o', 'jsonpath={.status.allocatable.cpu} {.status.allocatable.memory}')).split(' ');
    const requests = { cpu: Number(cpu) * part, memory: `${Math.floor(Number(memory.replace('Ki', '')) * part)}Ki` };
    await load.apply(JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: node },
      spec: { nodeName: node, containers: [{ name: 'pause', image: 'registry.k8s.io/pause:3.9', resources: { requests } }] },
    }));
  }
  await until(() => nodes.every(node => load!.allPods.some(({ name, ready }) => name === node && ready)),
    { what: `${nodes.join(', ')} are full`, within: FULL_MS, describe: async () => load!.describe() });
}

async function taint(nodes: string[], change: string): Promise<void> {
  await kubectl('taint', 'node', ...nodes, change);
}

async function label(nodes: string[], change: string): Promise<void> {
  await kubectl('label', 'node', ...nodes, change);
}
