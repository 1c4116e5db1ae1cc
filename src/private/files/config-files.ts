import { renderRedisConf, renderSentinelConf } from './conf';
import { PATHS, RUNTIME_FILES } from './runtime-files';
import { renderSetEnv } from './set-env';
import { ResolvedSettings } from '../rules/settings';
import { SetNames } from '../set-names';

/**
 * What the ConfigMap carries, by the names under which the containers find it.
 */
export function configFiles(names: SetNames, settings: ResolvedSettings): Record<string, string> {
  return {
    'redis.conf': renderRedisConf(settings.redis, PATHS.data),
    'sentinel.conf': renderSentinelConf(settings.sentinel),
    'set.env': renderSetEnv(names, settings),
    ...RUNTIME_FILES,
  };
}
