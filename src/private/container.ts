import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { assertImage, DEFAULT_IMAGE } from './image';
import { invalid } from './invalid';
import { assertWholeNumber } from './numbers';
import { assertRequestsWithinLimits } from './resource-rules';
import { PATHS } from './runtime-files';
import { PodOptions } from '../pod-options';
import { RedisConfig } from '../redis-config';
import { RedisImage } from '../redis-image';

/** The user and group of the official redis image on Alpine. */
const REDIS_USER = 999;
const REDIS_GROUP = 1000;

/** A security context in which user and group are always told. */
type RedisSecurityContext = kplus.ContainerSecurityContextProps & { readonly user: number; readonly group: number };

/** How often the kubelet looks, in seconds, and how long an answer may take. */
const PROBE_PERIOD = Duration.seconds(5);
const PROBE_TIMEOUT = Duration.seconds(5);

/** What a container gets that gives no answer any more: the hour that a pod has for leaving in turn would only keep it hanging. */
export const UNHEALTHY_GRACE = Duration.seconds(10);

/** A container of which these are always told. */
export interface RedisContainer extends kplus.ContainerProps {
  readonly securityContext: RedisSecurityContext;
  readonly volumeMounts: kplus.VolumeMount[];
}

/**
 * What every container of a set has: the image, the shared configuration, the password, a folder in memory for what the
 * scripts render, and the environment that tells them where all this is.
 */
export function redisContainer(scope: Construct, config: RedisConfig, options: PodOptions, image: RedisImage = {}): RedisContainer {
  const { secret, key } = config.password;
  const name = image.name ?? DEFAULT_IMAGE;
  const resources = options.resources ?? {};
  assertImage('image.name', name);
  assertRequestsWithinLimits(resources);
  return {
    image: name,
    imagePullPolicy: image.pullPolicy ?? kplus.ImagePullPolicy.IF_NOT_PRESENT,
    // Without this, cdk8s-plus asks for a CPU and 512 MiB.
    resources,
    securityContext: redisSecurityContext(options),
    envVariables: {
      CONFIG_DIR: kplus.EnvValue.fromValue(PATHS.config),
      RUN_DIR: kplus.EnvValue.fromValue(PATHS.run),
      PASSWORD_FILE: kplus.EnvValue.fromValue(`${PATHS.password}/password`),
    },
    volumeMounts: [
      {
        path: PATHS.config,
        volume: kplus.Volume.fromConfigMap(scope, 'ConfigVolume', config.configMap, { name: 'redis-config-volume' }),
        readOnly: true,
      },
      {
        path: PATHS.password,
        volume: kplus.Volume.fromSecret(scope, 'PasswordVolume', secret, {
          name: 'redis-password',
          defaultMode: 0o440,
          items: { [key]: { path: 'password' } },
        }),
        readOnly: true,
      },
      {
        path: PATHS.run,
        volume: kplus.Volume.fromEmptyDir(scope, 'RunVolume', 'redis-run', {
          medium: kplus.EmptyDirMedium.MEMORY,
          sizeLimit: Size.mebibytes(4),
        }),
      },
    ],
  };
}

/**
 * A script of `runtime/`, as the pod keeps it from its start on, for probes and hooks.
 */
export function pinnedScript(name: string, ...args: string[]): string[] {
  return ['/bin/sh', `${PATHS.run}/config/${name}`, ...args];
}

/**
 * The probes of a container: `ready` says when it serves; alive is what answers at all, so that nothing that loads is killed.
 */
export function probes(port: number, ready: string): Pick<kplus.ContainerProps, 'startup' | 'liveness' | 'readiness'> {
  const alive = pinnedScript('alive.sh', `${port}`);
  return {
    // Two minutes from the start on for the process to answer, which it does while it loads; then half a minute of silence is too much.
    startup: kplus.Probe.fromCommand(alive, { periodSeconds: Duration.seconds(1), timeoutSeconds: PROBE_TIMEOUT, failureThreshold: 120 }),
    liveness: kplus.Probe.fromCommand(alive, { periodSeconds: PROBE_PERIOD, timeoutSeconds: PROBE_TIMEOUT, failureThreshold: 6 }),
    readiness: kplus.Probe.fromCommand(pinnedScript(ready), { periodSeconds: PROBE_PERIOD, timeoutSeconds: PROBE_TIMEOUT, failureThreshold: 2 }),
  };
}

/**
 * The security context of a container that runs Redis, with the user's changes.
 */
function redisSecurityContext({ securityContext = {} }: PodOptions): RedisSecurityContext {
  const context = {
    capabilities: { drop: [kplus.Capability.ALL] },
    seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
    ...securityContext,
    ensureNonRoot: securityContext.ensureNonRoot ?? true,
    user: securityContext.user ?? REDIS_USER,
    group: securityContext.group ?? REDIS_GROUP,
  };
  assertWholeNumber('securityContext.user', context.user, 0);
  assertWholeNumber('securityContext.group', context.group, 0);
  if (context.user === 0 && context.ensureNonRoot) {
    throw invalid({
      prop: 'securityContext.user',
      value: 0,
      allowed: 'a user other than root',
      because: 'the kubelet refuses to start root while ensureNonRoot is true',
      remedy: `Leave it out for user ${REDIS_USER}.`,
    });
  }
  return context;
}

/**
 * The security context of the init container that hands the data folder to the redis user: root, since the kubelet
 * makes the folder as root's, with just the capabilities that it needs to give it away.
 */
export function folderOwnerSecurityContext(): kplus.ContainerSecurityContextProps {
  return {
    user: 0,
    group: 0,
    ensureNonRoot: false,
    capabilities: { drop: [kplus.Capability.ALL], add: [kplus.Capability.CHOWN, kplus.Capability.DAC_OVERRIDE, kplus.Capability.FOWNER] },
    seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
  };
}
