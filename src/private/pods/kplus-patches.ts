import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { TopologySpread } from '../../pod-options';

/**
 * Everything that cdk8s-plus-28 cannot say by itself, in one place.
 */

/**
 * What cdk8s-plus has no props for in a pod's spec.
 */
export interface PodSpecExtras {
  readonly topologySpread: Required<TopologySpread>[];
  /** The pods that `topologySpread` counts. */
  readonly spreadOver: kplus.LabelExpression;
  readonly priorityClassName?: string;
  readonly pullSecrets: kplus.ISecret[];
}

/**
 * Makes a workload, and the Services in front of it, select pods by the label `app` alone.
 *
 * cdk8s-plus labels pods with a hash of the construct's path and selects by it. Selectors are immutable in
 * Kubernetes, so renaming a construct would make the next `kubectl apply` fail.
 */
export function selectByApp(workload: kplus.Workload, services: kplus.Service[], app: string): void {
  const hash = kplus.Pod.ADDRESS_LABEL;
  const selector = kplus.LabelSelector.of({ labels: { app } });
  // An undefined value makes cdk8s leave the key out; there is no way to remove one.
  const absent = undefined as unknown as string;

  workload.podMetadata.addLabel('app', app);
  workload.podMetadata.addLabel(hash, absent);
  workload.select(selector);
  for (const service of services) {
    service.selectLabel('app', app);
    service.selectLabel(hash, absent);
  }
  // Network policies and Services that users add to the handle later ask this method for the pods.
  workload.toPodSelectorConfig = () => ({ labelSelector: selector });
}

/**
 * Lets the pods of a workload tolerate every taint of one effect, whatever its key.
 *
 * cdk8s-plus has a toleration of one key, and one of all taints of all effects. A JSON patch would replace what users tolerate later on
 * the handle.
 */
export function tolerateEvery(workload: kplus.Workload, effect: kplus.TaintEffect): void {
  // Kubernetes' toleration of every key names none.
  const everyKey = undefined as unknown as string;
  workload.scheduling.tolerate(kplus.Node.tainted(kplus.NodeTaintQuery.exists(everyKey, { effect })));
}

/**
 * Gives the first container less time to end when its startup or liveness probe fails than when its pod is deleted.
 */
export function endUnhealthyWithin(workload: kplus.Workload, time: Duration): void {
  for (const probe of ['startupProbe', 'livenessProbe']) {
    const path = `/spec/template/spec/containers/0/${probe}/terminationGracePeriodSeconds`;
    ApiObject.of(workload).addJsonPatch(JsonPatch.add(path, time.toSeconds()));
  }
}

/**
 * Adds what cdk8s-plus has no props for.
 */
export function addPodSpecExtras(workload: kplus.Workload, extras: PodSpecExtras): void {
  const add = (field: string, value: unknown) => ApiObject.of(workload).addJsonPatch(JsonPatch.add(`/spec/template/spec/${field}`, value));
  if (extras.priorityClassName !== undefined) {
    add('priorityClassName', extras.priorityClassName);
  }
  if (extras.pullSecrets.length > 0) {
    add('imagePullSecrets', extras.pullSecrets.map(secret => ({ name: secret.name })));
  }
  if (extras.topologySpread.length > 0) {
    add('topologySpreadConstraints', extras.topologySpread.map(spread => ({
      maxSkew: spread.maxSkew,
      topologyKey: spread.topology.key,
      whenUnsatisfiable: spread.required ? 'DoNotSchedule' : 'ScheduleAnyway',
      labelSelector: { matchExpressions: [{ ...extras.spreadOver }] },
    })));
  }
}
