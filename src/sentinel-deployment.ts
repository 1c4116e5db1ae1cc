import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { claimName } from './private/claims';
import { followConfig } from './private/files/checksum';
import { aroundContainer, redisContainer } from './private/pods/container';
import { addDisruptionBudget } from './private/pods/disruption-budget';
import { endUnhealthyWithin, selectByApp } from './private/pods/kplus-patches';
import { runs, UNHEALTHY_GRACE } from './private/pods/process';
import { schedule } from './private/pods/scheduling';
import { resolveImage, ResolvedImage } from './private/rules/image-rules';
import { ResolvedSentinelPods, resolveSentinelPods } from './private/rules/sentinel-pod-rules';
import { RedisConfig } from './redis-config';
import { RedisImageOptions } from './redis-image';
import { SentinelPodOptions } from './sentinel-pod-options';

/**
 * Props of `SentinelDeployment`.
 */
export interface SentinelDeploymentProps extends SentinelPodOptions, RedisImageOptions {
  /**
   * The configuration that the sentinels share with the rest of their set; it also says how many there are.
   */
  readonly config: RedisConfig;

  /**
   * Whether a PodDisruptionBudget lets a drain take one sentinel at a time.
   *
   * @default true
   */
  readonly disruptionBudget?: boolean;
}

/**
 * The sentinels: one Deployment, and the Service through which clients ask for the master.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/
 */
export class SentinelDeployment extends Construct {
  /**
   * The Deployment, for what this construct has no props for.
   */
  public readonly deployment: kplus.Deployment;

  /**
   * The Service through which clients ask for the master.
   */
  public readonly service: kplus.Service;

  /**
   * The headless Service through which scripts and sentinels ask each sentinel at its own address.
   */
  public readonly headlessService: kplus.Service;

  /**
   * The host name of the Service.
   */
  public readonly hostName: string;

  /**
   * Port that Sentinel listens on.
   */
  public readonly port: number;

  /**
   * @throws if a prop cannot work; the message names the prop, its value and what is allowed
   */
  constructor(scope: Construct, id: string, props: SentinelDeploymentProps) {
    super(scope, id);

    const { config } = props;
    const names = config._names;
    const pods = resolveSentinelPods(props);
    const image = resolveImage(props.image);
    const name = names.sentinels;
    this.port = config.sentinelPort;
    this.hostName = names.hostOfService(name);

    this.service = new kplus.Service(this, 'Service', {
      metadata: names.metadata(name),
      type: pods.serviceType,
      ports: [{ port: this.port, targetPort: this.port }],
    });
    this.headlessService = new kplus.Service(this, 'HeadlessService', {
      metadata: names.metadata(names.sentinelsHeadless),
      clusterIP: 'None',
      ports: [{ port: this.port }],
      // A sentinel asks the others before it is ready itself.
      publishNotReadyAddresses: true,
    });
    this.deployment = this.addDeployment(name, config, pods, image);
    selectByApp(this.deployment, [this.service, this.headlessService], name);
    followConfig(this.deployment, config.configMap, 'redis.conf');
    endUnhealthyWithin(this.deployment, UNHEALTHY_GRACE);
    schedule(this.deployment, [name], pods, image);
    if (props.disruptionBudget ?? true) {
      addDisruptionBudget(this, names, name, [name]);
    }

    claimName(this, 'Deployment', names.namespace, name);
    claimName(this, 'Service', names.namespace, name);
    claimName(this, 'Service', names.namespace, names.sentinelsHeadless);
  }

  private addDeployment(name: string, config: RedisConfig, pods: ResolvedSentinelPods, image: ResolvedImage): kplus.Deployment {
    const { _names: names, _settings: { sentinel } } = config;
    const container = redisContainer(this, config, pods, image);
    return new kplus.Deployment(this, 'Deployment', {
      metadata: names.metadata(name),
      replicas: sentinel.replicas,
      select: false,
      // Never more sentinels than the quorum was counted for: others remember each one that they have seen.
      strategy: kplus.DeploymentStrategy.rollingUpdate({
        maxSurge: kplus.PercentOrAbsolute.absolute(0),
        maxUnavailable: kplus.PercentOrAbsolute.absolute(1),
      }),
      // The others have to hear of a new one before the next goes.
      minReady: Duration.seconds(10),
      ...aroundContainer(container),
      containers: [{
        ...container,
        name: 'redis-sentinel',
        ...runs('sentinel', this.port),
        envVariables: {
          ...container.envVariables,
          POD_IP: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_IP),
        },
      }],
    });
  }
}
