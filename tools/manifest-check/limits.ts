/**
 * What the API documents say in prose only, said in JSON schema, with the keywords of `validators.ts`: the values of an
 * enumeration, the range of a number, which fields exclude each other, and which rule of `check-meaning.ts` a part is held to.
 */
import type { MEANINGS } from './check-meaning';
import type { Choice } from './choice';

/** To the API an empty string is as good as none. */
function oneOf(...values: string[]): object {
  return { enum: [...values, ''] };
}

function range(minimum: number, maximum: number): object {
  return { minimum, maximum };
}

const PORT = range(1, 65535);
/** The API takes 0 as "none". */
const PORT_OR_NONE = range(0, 65535);
const WEIGHT = range(1, 100);
const COUNT = range(0, 2 ** 31 - 1);
const PROTOCOL = oneOf('TCP', 'UDP', 'SCTP');
const TAINT_EFFECT = oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute');
const TRAFFIC_POLICY = oneOf('Cluster', 'Local');
const DNS_LABEL = { scalar: 'dnsLabel' };

/** Scalars that the documents call by a wider name. */
export const SCALARS: Readonly<Record<string, object>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { scalar: 'quantity' },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { scalar: 'intOrString' },
};

/** By definition. */
export const PARTS: Readonly<Record<string, { readonly choice?: Choice; readonly meaning?: readonly (keyof typeof MEANINGS)[] }>> = {
  'io.k8s.api.apps.v1.DaemonSetSpec': { meaning: ['selector'] },
  'io.k8s.api.apps.v1.DeploymentSpec': { meaning: ['selector'] },
  'io.k8s.api.apps.v1.ReplicaSetSpec': { meaning: ['selector'] },
  'io.k8s.api.apps.v1.StatefulSetSpec': { meaning: ['selector'] },
  'io.k8s.api.core.v1.EnvVar': { choice: { of: ['value', 'valueFrom'], needed: false, what: 'value and valueFrom' } },
  'io.k8s.api.core.v1.EnvVarSource': { choice: { needed: true, what: 'the sources of a value' } },
  'io.k8s.api.core.v1.LifecycleHandler': { choice: { needed: true, what: 'the handlers' } },
  'io.k8s.api.core.v1.PodSpec': { meaning: ['mounts', 'podNames'] },
  'io.k8s.api.core.v1.Probe': { choice: { of: ['exec', 'grpc', 'httpGet', 'tcpSocket'], needed: true, what: 'exec, grpc, httpGet and tcpSocket' } },
  'io.k8s.api.core.v1.ServiceSpec': { meaning: ['servicePorts'] },
  'io.k8s.api.core.v1.Volume': { choice: { except: 'name', needed: false, what: 'the kinds of volumes' } },
  'io.k8s.api.policy.v1.PodDisruptionBudgetSpec': {
    choice: { of: ['minAvailable', 'maxUnavailable'], needed: false, what: 'minAvailable and maxUnavailable' },
  },
};

/** By definition and field. */
export const FIELDS: Readonly<Record<string, object>> = {
  'io.k8s.api.apps.v1.DeploymentSpec.replicas': COUNT,
  'io.k8s.api.apps.v1.DeploymentStrategy.type': oneOf('Recreate', 'RollingUpdate'),
  'io.k8s.api.apps.v1.StatefulSetSpec.podManagementPolicy': oneOf('OrderedReady', 'Parallel'),
  'io.k8s.api.apps.v1.StatefulSetSpec.replicas': COUNT,
  'io.k8s.api.apps.v1.StatefulSetUpdateStrategy.type': oneOf('RollingUpdate', 'OnDelete'),
  'io.k8s.api.core.v1.Container.imagePullPolicy': oneOf('Always', 'IfNotPresent', 'Never'),
  'io.k8s.api.core.v1.Container.name': DNS_LABEL,
  'io.k8s.api.core.v1.Container.terminationMessagePolicy': oneOf('File', 'FallbackToLogsOnError'),
  'io.k8s.api.core.v1.ContainerPort.containerPort': PORT,
  'io.k8s.api.core.v1.ContainerPort.hostPort': PORT_OR_NONE,
  'io.k8s.api.core.v1.ContainerPort.protocol': PROTOCOL,
  'io.k8s.api.core.v1.GRPCAction.port': PORT,
  'io.k8s.api.core.v1.HTTPGetAction.port': PORT,
  'io.k8s.api.core.v1.HTTPGetAction.scheme': oneOf('HTTP', 'HTTPS'),
  'io.k8s.api.core.v1.HostPathVolumeSource.type': oneOf('DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'),
  'io.k8s.api.core.v1.NodeSelectorRequirement.operator': oneOf('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'),
  'io.k8s.api.core.v1.PodSpec.dnsPolicy': oneOf('ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'),
  'io.k8s.api.core.v1.PodSpec.preemptionPolicy': oneOf('Never', 'PreemptLowerPriority'),
  'io.k8s.api.core.v1.PodSpec.restartPolicy': oneOf('Always', 'OnFailure', 'Never'),
  'io.k8s.api.core.v1.PreferredSchedulingTerm.weight': WEIGHT,
  'io.k8s.api.core.v1.SeccompProfile.type': oneOf('Localhost', 'RuntimeDefault', 'Unconfined'),
  'io.k8s.api.core.v1.ServicePort.nodePort': PORT_OR_NONE,
  'io.k8s.api.core.v1.ServicePort.port': PORT,
  'io.k8s.api.core.v1.ServicePort.protocol': PROTOCOL,
  'io.k8s.api.core.v1.ServicePort.targetPort': PORT,
  'io.k8s.api.core.v1.ServiceSpec.externalTrafficPolicy': TRAFFIC_POLICY,
  'io.k8s.api.core.v1.ServiceSpec.internalTrafficPolicy': TRAFFIC_POLICY,
  'io.k8s.api.core.v1.ServiceSpec.ipFamilyPolicy': oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
  'io.k8s.api.core.v1.ServiceSpec.sessionAffinity': oneOf('ClientIP', 'None'),
  'io.k8s.api.core.v1.ServiceSpec.type': oneOf('ExternalName', 'ClusterIP', 'NodePort', 'LoadBalancer'),
  'io.k8s.api.core.v1.TCPSocketAction.port': PORT,
  'io.k8s.api.core.v1.Toleration.effect': TAINT_EFFECT,
  'io.k8s.api.core.v1.Toleration.operator': oneOf('Exists', 'Equal'),
  'io.k8s.api.core.v1.TopologySpreadConstraint.whenUnsatisfiable': oneOf('DoNotSchedule', 'ScheduleAnyway'),
  'io.k8s.api.core.v1.Volume.name': DNS_LABEL,
  'io.k8s.api.core.v1.VolumeMount.mountPropagation': oneOf('None', 'HostToContainer', 'Bidirectional'),
  'io.k8s.api.core.v1.WeightedPodAffinityTerm.weight': WEIGHT,
  'io.k8s.api.networking.v1.NetworkPolicyPort.endPort': PORT,
  'io.k8s.api.networking.v1.NetworkPolicyPort.port': PORT,
  'io.k8s.api.networking.v1.NetworkPolicyPort.protocol': PROTOCOL,
  'io.k8s.api.policy.v1.PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy': oneOf('IfHealthyBudget', 'AlwaysAllow'),
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement.operator': oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
};
