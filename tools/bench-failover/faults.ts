/**
 * What is done to the master. Each comes back when the fault is done, not when the set has recovered.
 */
import { RedisSet } from '../../test/scenario-kit/redis/redis-set';

export interface Fault {
  /** As an argument. */
  readonly name: string;
  /** In the table. */
  readonly title: string;
  strike(set: RedisSet): Promise<void>;
}

export const FAULTS: Fault[] = [
  {
    name: 'kill-9',
    title: 'container killed (kill -9)',
    strike: async set => (await set.master()).pod.container('redis-server').kill(),
  },
  {
    name: 'node-death',
    title: 'node dies',
    strike: async set => set.cluster.node((await set.master()).pod.nodeName).powerOff(),
  },
  {
    name: 'graceful-delete',
    title: 'pod deleted',
    strike: async set => set.cluster.deletePod((await set.master()).pod),
  },
  {
    name: 'drain',
    title: 'node drained',
    strike: async set => set.cluster.drain(set.cluster.node((await set.master()).pod.nodeName)),
  },
];
