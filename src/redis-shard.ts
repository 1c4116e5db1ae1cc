import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HostPathStorage } from './host-path-storage';
import { NodePreference } from './node-preference';
import { PlacementPolicy } from './placement-policy';
import { PodOptions } from './pod-options';
import { followConfig } from './private/checksum';
import { claimFolder, claimName } from './private/claims';
import { folderOwnerSecurityContext, pinnedScript, probes, redisContainer, UNHEALTHY_GRACE } from './private/container';
import { QUICK_DNS } from './private/dns';
import { assertFolderType, assertHostPath, withoutExtraSlashes } from './private/host-path';
import { endUnhealthyWithin, selectByApp } from './private/kplus-patches';
import { place } from './private/placement';
import { PATHS } from './private/runtime-files';
import { schedule } from './private/scheduling';
import { assertBackupIsOfUse, assertEvictionDelay, assertMemoryLimit, assertOtherBackup } from './private/shard-rules';
import { RedisConfig } from './redis-config';
import { RedisImage } from './redis-image';

/** What Redis has for writing its data once the others can do without it. */
const SHUTDOWN_SECONDS = 60;

/**
 * What the shards of a set have in common, beside their configuration.
 */
export interface RedisShardOptions extends PodOptions {
  /**
   * The folder on the nodes below which the shards keep their data.
   *
   * @default - `/data/redis_data`, which has to exist
   */
  readonly storage?: HostPathStorage;

  /**
   * Whether the home and backup nodes are preferred or required. A shard is refused whose `backup` is given with `PlacementPolicy.HOME`.
   *
   * A node that is required by `scheduling.attract()` on the StatefulSet is one more alternative, no further condition.
   *
   * @default PlacementPolicy.PREFERRED
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity
   */
  readonly placement?: PlacementPolicy;

  /**
   * How long a pod stays bound to a node that is not ready or unreachable before Kubernetes evicts it: in whole seconds, more than
   * `sentinel.downAfter`.
   *
   * Sentinel keeps the service up meanwhile; a short maintenance of a node does not move its data's owner away.
   *
   * @default Duration.hours(1)
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
   */
  readonly evictionDelay?: Duration;

  /**
   * When a change reaches the pods. However it does, they are replaced one after another, the master last and by a failover: a pod
   * waits for its turn before it stops.
   *
   * `rollingUpdate()`: when it is applied. `onDelete()`: a pod takes it up when somebody deletes it.
   *
   * @default StatefulSetUpdateStrategy.rollingUpdate()
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies
   */
  readonly updateStrategy?: kplus.StatefulSetUpdateStrategy;
}

/**
 * Props of `RedisShard`.
 */
export interface RedisShardProps extends RedisShardOptions {
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

  /**
   * The node preferred first.
   *
   * @default - label `storage-selector=node-<shard>-master`, weight 80
   */
  readonly home?: NodePreference;

  /**
   * The node preferred when the home node is gone.
   *
   * @default - label `storage-selector=node-<shard>-slave`, weight 20; none if only `home` is given, and with `PlacementPolicy.HOME`
   */
  readonly backup?: NodePreference;

  /**
   * The container image.
   *
   * @default - redis:7.2.5-alpine3.20, pulled if not present
   */
  readonly image?: RedisImage;
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
   * The node preferred first.
   */
  public readonly home: NodePreference;

  /**
   * The node preferred when the home node is gone.
   *
   * @default - none
   */
  public readonly backup?: NodePreference;

  /**
   * The folder on the nodes below which the shard keeps its data.
   */
  public readonly hostPath: string;

  /**
   * @throws if a prop cannot work; the message names the prop, its value and what is allowed
   */
  constructor(scope: Construct, id: string, props: RedisShardProps) {
    super(scope, id);

    const { config, placement = PlacementPolicy.PREFERRED } = props;
    const evictionDelay = props.evictionDelay ?? Duration.hours(1);
    this.shard = props.shard ?? id;
    this.hostName = config.hostNameOf(this.shard);
    this.port = config.redisPort;
    this.home = props.home ?? NodePreference.labelled('storage-selector', `node-${this.shard}-master`);
    const hasDefaultBackup = !props.home && placement !== PlacementPolicy.HOME;
    this.backup = props.backup ?? (hasDefaultBackup ? NodePreference.labelled('storage-selector', `node-${this.shard}-slave`) : undefined);
    this.hostPath = props.storage?.path ?? '/data/redis_data';
    assertHostPath('storage.path', this.hostPath);
    assertFolderType('storage.type', props.storage?.type);
    assertBackupIsOfUse(this.shard, props.backup, placement);
    assertOtherBackup(this.shard, this.home, this.backup);
    assertEvictionDelay(evictionDelay, config._sentinel);
    assertMemoryLimit(props.resources?.memory?.limit, config._redis);

    const name = config._workloadNameOf(this.shard);
    this.service = this.addService(name, config);
    this.statefulSet = this.addStatefulSet(name, props);
    selectByApp(this.statefulSet, [this.service], name);
    followConfig(this.statefulSet, config.configMap, 'sentinel.conf');

    this.tolerateAbsence(evictionDelay);
    place(this.statefulSet, placement, this);
    endUnhealthyWithin(this.statefulSet, UNHEALTHY_GRACE);
    schedule(this.statefulSet, config._shardApps, props, props.image);

    claimName(this, 'StatefulSet', config.namespace, name);
    claimName(this, 'Service', config.namespace, name);
    claimFolder(this, `${withoutExtraSlashes(this.hostPath)}/${this.folder(props, `${name}-0`)}`);
  }

  private addService(name: string, config: RedisConfig): kplus.Service {
    return new kplus.Service(this, 'Service', {
      metadata: config._metadata(name),
      clusterIP: 'None',
      ports: [{ port: config.redisPort }],
      // Members have to find each other before they are ready: a replica is ready only once it has found its master.
      publishNotReadyAddresses: true,
    });
  }

  /** Below the storage's path. */
  private folder({ storage, config }: RedisShardProps, pod: string): string {
    return storage?.perNamespace ?? true ? `${config.namespace}/${pod}` : pod;
  }

  private tolerateAbsence(evictionDelay: Duration): void {
    for (const taint of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
      const query = kplus.NodeTaintQuery.exists(taint, { effect: kplus.TaintEffect.NO_EXECUTE, evictAfter: evictionDelay });
      this.statefulSet.scheduling.tolerate(kplus.Node.tainted(query));
    }
  }

  private addStatefulSet(name: string, props: RedisShardProps): kplus.StatefulSet {
    const { config } = props;
    const container = redisContainer(this, config, props, props.image);
    const { user, group } = container.securityContext;
    const podName = { POD_NAME: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME) };
    const data: kplus.VolumeMount = {
      path: PATHS.data,
      volume: kplus.Volume.fromHostPath(this, 'DataVolume', 'redis-data', {
        path: this.hostPath,
        type: props.storage?.type ?? kplus.HostPathVolumeType.DIRECTORY,
      }),
      // By the pod's name and no constant: a StatefulSet that somebody scales up must not start two Redis on one folder.
      subPathExpr: this.folder(props, '$(POD_NAME)'),
    };

    return new kplus.StatefulSet(this, 'StatefulSet', {
      metadata: config._metadata(name),
      service: this.service,
      replicas: 1,
      select: false,
      strategy: props.updateStrategy ?? kplus.StatefulSetUpdateStrategy.rollingUpdate(),
      // Otherwise Kubernetes would never replace a pod that a broken change keeps from getting ready, whatever is applied after it.
      podManagementPolicy: kplus.PodManagementPolicy.PARALLEL,
      terminationGracePeriod: Duration.seconds(config._recovery.leaveTimeoutSeconds + SHUTDOWN_SECONDS),
      dns: QUICK_DNS,
      securityContext: { fsGroup: group },
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
        ports: [{ number: config.redisPort }],
        command: ['/bin/sh', `${PATHS.config}/run.sh`],
        args: ['member'],
        ...probes(config.redisPort, 'member-ready.sh'),
        lifecycle: { preStop: kplus.Handler.fromCommand(pinnedScript('leave-member.sh')) },
        envVariables: {
          ...podName,
          ...container.envVariables,
          DATA_DIR: kplus.EnvValue.fromValue(PATHS.data),
          MEMBER_HOST: kplus.EnvValue.fromValue(`$(POD_NAME).${name}.${config._serviceDomain}`),
        },
        volumeMounts: [...container.volumeMounts, data],
      }],
    });
  }
}
