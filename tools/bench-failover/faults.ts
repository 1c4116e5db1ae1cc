/**
 * What is done to the master. Each comes back when the fault is done, not when the set has recovered.
 */
import { RedisSet } from '../../test/failover/redis/redis-set';

export interface Fault {
  readonly name: string;
  strike(set: RedisSet): Promise<void>;
}

export const FAULTS: Fault[] = [
  {
    name: 'kill-9',
    strike: async set => (await set.master()).pod.container('redis-server').kill(),
  },
  {
    name: 'node-death',
    strike: async set => set.cluster.node((await set.master()).pod.nodeName).powerOff(),
  },
  {
    name: 'graceful-delete',
    strike: async set => set.cluster.deletePod((await set.master()).pod),
  },
  {
    name: 'drain',
    strike: async set => set.cluster.drain(set.cluster.node((await set.master()).pod.nodeName)),
  },
];
