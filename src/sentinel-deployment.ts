import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { PodOptions } from './pod-options';
import { followConfig } from './private/checksum';
import { claimName } from './private/claims';
import { pinnedScript, probes, redisContainer, UNHEALTHY_GRACE } from './private/container';
import { addDisruptionBudget } from './private/disruption-budget';
import { QUICK_DNS } from './private/dns';
import { invalid } from './private/invalid';
import { endUnhealthyWithin, selectByApp } from './private/kplus-patches';
import { PATHS } from './private/runtime-files';
import { schedule } from './private/scheduling';
import { RedisConfig } from './redis-config';
import { RedisImage } from './redis-image';

/**
 * What can be said of the sentinels' pods and Service, beside their configuration.
 */
export interface SentinelDeploymentOptions extends PodOptions {
  /**
   * How the Sentinel Service is reached.
   *
   * Sentinel answers with host names that only resolve inside the Kubernetes cluster, so that a client outside
   * gets no further than this Service.
   *
   * @default ServiceType.CLUSTER_IP
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
   */
  readonly serviceType?: kplus.ServiceType;
}

/**
 * Props of `SentinelDeployment`.
 */
export interface SentinelDeploymentProps extends SentinelDeploymentOptions {
  /**
   * The configuration that the sentinels share with the rest of their set; it also says how many there are.
   */
  readonly config: RedisConfig;

  /**
   * The container image.
   *
   * @default - redis:7.2.5-alpine3.20, pulled if not present
   */
  readonly image?: RedisImage;

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

    const { config, serviceType = kplus.ServiceType.CLUSTER_IP } = props;
    const name = config._sentinelName;
    assertServiceType(serviceType);
    this.port = config.sentinelPort;
    this.hostName = `${name}.${config._serviceDomain}`;

    this.service = new kplus.Service(this, 'Service', {
      metadata: config._metadata(name),
      type: serviceType,
      ports: [{ port: this.port, targetPort: this.port }],
    });
    this.headlessService = new kplus.Service(this, 'HeadlessService', {
      metadata: config._metadata(config._sentinelHeadlessName),
      clusterIP: 'None',
      ports: [{ port: this.port }],
      // A sentinel asks the others before it is ready itself.
      publishNotReadyAddresses: true,
    });
    this.deployment = this.addDeployment(name, props);
    selectByApp(this.deployment, [this.service, this.headlessService], name);
    followConfig(this.deployment, config.configMap, 'redis.conf');
    endUnhealthyWithin(this.deployment, UNHEALTHY_GRACE);
    schedule(this.deployment, [name], props, props.image);
    if (props.disruptionBudget ?? true) {
      addDisruptionBudget(this, config, name, [name]);
    }

    claimName(this, 'Deployment', config.namespace, name);
    claimName(this, 'Service', config.namespace, name);
    claimName(this, 'Service', config.namespace, config._sentinelHeadlessName);
  }

  private addDeployment(name: string, props: SentinelDeploymentProps): kplus.Deployment {
    const { config } = props;
    const container = redisContainer(this, config, props, props.image);
    return new kplus.Deployment(this, 'Deployment', {
      metadata: config._metadata(name),
      replicas: config._sentinel.replicas,
      select: false,
      // Never more sentinels than the quorum was counted for: others remember each one that they have seen.
      strategy: kplus.DeploymentStrategy.rollingUpdate({
        maxSurge: kplus.PercentOrAbsolute.absolute(0),
        maxUnavailable: kplus.PercentOrAbsolute.absolute(1),
      }),
      // The others have to hear of a new one before the next goes.
      minReady: Duration.seconds(10),
      dns: QUICK_DNS,
      securityContext: { fsGroup: container.securityContext.group },
      containers: [{
        ...container,
        name: 'redis-sentinel',
        ports: [{ number: this.port }],
        command: ['/bin/sh', `${PATHS.config}/run.sh`],
        args: ['sentinel'],
        ...probes(this.port, 'sentinel-ready.sh'),
        lifecycle: { preStop: kplus.Handler.fromCommand(pinnedScript('leave-sentinel.sh')) },
        envVariables: {
          ...container.envVariables,
          POD_IP: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_IP),
        },
      }],
    });
  }
}

function assertServiceType(serviceType: kplus.ServiceType): void {
  if (serviceType === kplus.ServiceType.EXTERNAL_NAME) {
    throw invalid({
      prop: 'serviceType',
      value: serviceType,
      allowed: 'CLUSTER_IP, NODE_PORT or LOAD_BALANCER',
      because: 'an ExternalName Service has no pods behind it',
    });
  }
}
