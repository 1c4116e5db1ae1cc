/**
 * What each object of a set is for, in one line.
 */
import { RedisSentinelHostPath } from '../../src';

/**
 * By `<kind>/<name>`.
 */
export function purposesOf({ config, shards, sentinel }: RedisSentinelHostPath): Map<string, string> {
  return new Map([
    [`ConfigMap/${config.configMap.name}`, 'redis.conf, sentinel.conf, set.env and the scripts in the containers'],
    ...shards.flatMap(({ shard, service, statefulSet }, i): [string, string][] => [
      [`Service/${service.name}`, `gives shard ${shard} its host name`],
      [`StatefulSet/${statefulSet.name}`, `shard ${shard}: ${i === 0 ? 'the master of a new set' : 'a replica of a new set'}`],
    ]),
    [`PodDisruptionBudget/${config.name}`, 'a drain takes one shard at a time'],
    [`Service/${sentinel.service.name}`, 'where clients ask for the master'],
    [`Service/${sentinel.headlessService.name}`, 'gives the address of every sentinel, for the set itself'],
    [`Deployment/${sentinel.deployment.name}`, 'the sentinels, which watch the shards and switch the master'],
    [`PodDisruptionBudget/${sentinel.deployment.name}`, 'a drain takes one sentinel at a time'],
  ]);
}
