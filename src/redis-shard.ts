import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { NodePlanEntry } from './node-plan';
import { claimFolder, claimName } from './private/claims';
import { followConfig } from './private/files/checksum';
import { PATHS } from './private/files/runtime-files';
import { aroundContainer, folderOwnerSecurityContext, redisContainer } from './private/pods/container';
import { endUnhealthyWithin, selectByApp } from './private/pods/kplus-patches';
import { place } from './private/pods/placement';
import { runs, UNHEALTHY_GRACE } from './private/pods/process';
import { outstay, schedule } from './private/pods/scheduling';
import { resolveImage, ResolvedImage } from './private/rules/image-rules';
import { resolveNodes } from './private/rules/node-rules';
import { ResolvedShardPods, resolveShardPods } from './private/rules/shard-pod-rules';
import { RedisConfig } from './redis-config';
import { RedisImageOptions } from './redis-image';
import { ShardNodes } from './shard-nodes';
import { ShardPodOptions } from './shard-pod-options';

/** What Redis has for writing its data once the others can do without it. */
const SHUTDOWN_SECONDS = 60;

/**
 * Props of `RedisShard`.
 */
export interface RedisShardProps extends ShardPodOptions, ShardNodes, RedisImageOptions {
  /**
   * The configuration that the shard shares with the rest of its set.
   */
  readonly config: RedisConfig;

  /**
   * Which of the configuration's shards this is.
   *
   * @default - the construct's id
   */
  readonly shard?: string;
}

/**
 * One pinned Redis: a StatefulSet with one replica, a headless Service, and a hostPath volume on the node's own disk.
 *
 * A shard holds a full copy of the data, never a part of it.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export class RedisShard extends Construct {
  /**
   * The shard's name, for example `a`.
   */
  public readonly shard: string;

  /**
   * The StatefulSet, for what this construct has no props for.
   */
  public readonly statefulSet: kplus.StatefulSet;

  /**
   * The headless Service that gives the pod its host name.
   */
  public readonly service: kplus.Service;

  /**
   * The host name of the shard's pod: stable, whichever node and address the pod has.
   */
  public readonly hostName: string;

  /**
   * Port that Redis listens on.
   */
  public readonly port: number;

  /**
   * The nodes that the shard wants to live on.
   */
  public readonly nodes: NodePlanEntry;

  /**
   * The folder on the nodes below which the shard keeps its data.
   */
  public readonly hostPath: string;

  /**
   * @throws if a prop cannot work; the message names the prop, its value and what is allowed
   */
  constructor(scope: Construct, id: string, props: RedisShardProps) {
    super(scope, id);

    const { config } = props;
    const names = config._names;
    const pods = resolveShardPods(props, config._settings);
    const image = resolveImage(props.image);
    this.shard = props.shard ?? id;
    this.hostName = config.hostNameOf(this.shard);
    this.port = config.redisPort;
    this.nodes = resolveNodes(this.shard, props, pods.placement);
    this.hostPath = pods.storage.path;

    const name = names.workloadOf(this.shard);
    this.service = this.addService(name, config);
    this.statefulSet = this.addStatefulSet(name, config, pods, image);
    selectByApp(this.statefulSet, [this.service], name);
    followConfig(this.statefulSet, config.configMap, 'sentinel.conf');
    endUnhealthyWithin(this.statefulSet, UNHEALTHY_GRACE);
    outstay(this.statefulSet, pods.evictionDelay);
    place(this.statefulSet, pods.placement, this.nodes);
    schedule(this.statefulSet, names.shardApps, pods, image);

    claimName(this, 'StatefulSet', names.namespace, name);
    claimName(this, 'Service', names.namespace, name);
    claimFolder(this, `${this.hostPath}/${names.folderOfPod(`${name}-0`, pods.storage.perNamespace)}`);
  }

  private addService(name: string, config: RedisConfig): kplus.Service {
    return new kplus.Service(this, 'Service', {
      metadata: config._names.metadata(name),
      clusterIP: 'None',
      ports: [{ port: this.port }],
      // Members have to find each other before they are ready: a replica is ready only once it has found its master.
      publishNotReadyAddresses: true,
    });
  }

  private addStatefulSet(name: string, config: RedisConfig, pods: ResolvedShardPods, image: ResolvedImage): kplus.StatefulSet {
    const { _names: names, _settings: { recovery } } = config;
    const { path, type, perNamespace } = pods.storage;
    const container = redisContainer(this, config, pods, image);
    const { user, group } = container.securityContext;
    const podName = { POD_NAME: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME) };
    const data: kplus.VolumeMount = {
      path: PATHS.data,
      volume: kplus.Volume.fromHostPath(this, 'DataVolume', 'redis-data', { path, type }),
      // By the pod's name and no constant: a StatefulSet that somebody scales up must not start two Redis on one folder.
      subPathExpr: names.folderOfPod('$(POD_NAME)', perNamespace),
    };

    return new kplus.StatefulSet(this, 'StatefulSet', {
      metadata: names.metadata(name),
      service: this.service,
      replicas: 1,
      select: false,
      strategy: pods.updateStrategy,
      // Otherwise Kubernetes would never replace a pod that a broken change keeps from getting ready, whatever is applied after it.
      podManagementPolicy: kplus.PodManagementPolicy.PARALLEL,
      terminationGracePeriod: Duration.seconds(recovery.leaveTimeoutSeconds + SHUTDOWN_SECONDS),
      ...aroundContainer(container),
      initContainers: [{
        ...container,
        name: 'own-data-folder',
        command: ['/bin/sh', `${PATHS.config}/own-data-folder.sh`],
        securityContext: folderOwnerSecurityContext(),
        envVariables: {
          ...podName,
          DATA_DIR: kplus.EnvValue.fromValue(PATHS.data),
          OWNER: kplus.EnvValue.fromValue(`${user}:${group}`),
        },
        volumeMounts: [...container.volumeMounts.filter(mount => mount.path === PATHS.config), data],
      }],
      containers: [{
        ...container,
        name: 'redis-server',
        ...runs('member', this.port),
        envVariables: {
          ...podName,
          ...container.envVariables,
          DATA_DIR: kplus.EnvValue.fromValue(PATHS.data),
          MEMBER_HOST: kplus.EnvValue.fromValue(names.hostOfPod('$(POD_NAME)', name)),
        },
        volumeMounts: [...container.volumeMounts, data],
      }],
    });
  }
}
