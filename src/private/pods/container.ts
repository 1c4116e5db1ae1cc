import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { PATHS } from '../files/runtime-files';
import { ResolvedImage } from '../rules/image-rules';
import { RedisSecurityContext, ResolvedPodOptions } from '../rules/pod-rules';

/**
 * Gives up on a name server that does not answer before it hurts: Redis and Sentinel stand still while they wait for a name, and a
 * sentinel that has stood still for two seconds stays passive for another thirty.
 */
const QUICK_DNS: kplus.PodDnsProps = {
  options: [{ name: 'timeout', value: '1' }, { name: 'attempts', value: '2' }],
};

/** What all containers of a set share. */
export interface Shared {
  readonly configMap: kplus.ConfigMap;
  readonly password: kplus.SecretValue;
}

/** A container of which these are always told. */
export interface RedisContainer extends kplus.ContainerProps {
  readonly securityContext: RedisSecurityContext;
  readonly volumeMounts: kplus.VolumeMount[];
}

/**
 * What every container of a set has: the image, the shared configuration, the password, a folder in memory for what the
 * scripts render, and the environment that tells them where all this is.
 */
export function redisContainer(scope: Construct, shared: Shared, pods: ResolvedPodOptions, image: ResolvedImage): RedisContainer {
  const { configMap, password: { secret, key } } = shared;
  return {
    image: image.name,
    imagePullPolicy: image.pullPolicy,
    resources: pods.resources,
    securityContext: pods.securityContext,
    envVariables: {
      CONFIG_DIR: kplus.EnvValue.fromValue(PATHS.config),
      RUN_DIR: kplus.EnvValue.fromValue(PATHS.run),
      PASSWORD_FILE: kplus.EnvValue.fromValue(`${PATHS.password}/password`),
    },
    volumeMounts: [
      {
        path: PATHS.config,
        volume: kplus.Volume.fromConfigMap(scope, 'ConfigVolume', configMap, { name: 'redis-config-volume' }),
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
 * What a pod has beside its containers.
 */
export function aroundContainer({ securityContext }: RedisContainer): Pick<kplus.WorkloadProps, 'dns' | 'securityContext'> {
  return { dns: QUICK_DNS, securityContext: { fsGroup: securityContext.group } };
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
