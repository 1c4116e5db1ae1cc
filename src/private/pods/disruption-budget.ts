import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { oneOf } from './scheduling';
import { claimName } from '../claims';
import { SetNames } from '../set-names';

/**
 * Lets a drain take one pod of the group at a time. L1, because cdk8s-plus has no PodDisruptionBudget.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
 */
export function addDisruptionBudget(scope: Construct, names: SetNames, name: string, apps: string[]): void {
  new k8s.KubePodDisruptionBudget(scope, 'DisruptionBudget', {
    metadata: names.metadata(name),
    spec: {
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      selector: { matchExpressions: [{ ...oneOf(apps) }] },
    },
  });
  claimName(scope, 'PodDisruptionBudget', names.namespace, name);
}
