import * as kplus from 'cdk8s-plus-28';
import { PodOptions } from './pod-options';

/**
 * What can be said of the sentinels' pods and Service, beside the settings of the processes in them.
 */
export interface SentinelPodOptions extends PodOptions {
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
