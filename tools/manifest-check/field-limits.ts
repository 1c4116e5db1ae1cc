/**
 * What the client's declarations leave out about single fields: which strings are quantities or base64, which numbers have
 * fractions, which values a string may have, and in which range a number must be.
 */
import { shown } from './finding';
import { DNS_LABEL } from './names';

/** What a value of the right type must be as well. */
export type Limit =
  | { readonly values: readonly string[] }
  | { readonly min: number; readonly max: number }
  | { readonly dnsLabel: true };

/** Types that the client calls by a wider name. A Secret's are apart, so that no message repeats what it holds. */
const PRECISE_TYPES = new Map<string, readonly [wide: string, precise: string]>([
  ...[
    'V1CSIStorageCapacity.capacity', 'V1CSIStorageCapacity.maximumVolumeSize', 'V1EmptyDirVolumeSource.sizeLimit',
    'V1LimitRangeItem.default', 'V1LimitRangeItem.defaultRequest', 'V1LimitRangeItem.max', 'V1LimitRangeItem.maxLimitRequestRatio',
    'V1LimitRangeItem.min', 'V1Overhead.podFixed', 'V1PersistentVolumeSpec.capacity', 'V1PodSpec.overhead', 'V1ResourceFieldSelector.divisor',
    'V1ResourceQuotaSpec.hard', 'V1ResourceRequirements.limits', 'V1ResourceRequirements.requests', 'V1VolumeResourceRequirements.limits',
    'V1VolumeResourceRequirements.requests', 'V2MetricTarget.averageValue', 'V2MetricTarget.value',
  ].map(field => [field, ['string', 'Quantity']] as const),
  ...['maximum', 'minimum', 'multipleOf'].map(field => [`V1JSONSchemaProps.${field}`, ['number', 'Fraction']] as const),
  ['V1ConfigMap.binaryData', ['string', 'Base64']],
  ['V1Secret.data', ['string', 'Base64']],
  ['V1Secret.stringData', ['string', 'SecretText']],
]);

const PORT = { min: 1, max: 65535 };
/** The API takes 0 as "none". */
const PORT_OR_NONE = { min: 0, max: 65535 };
const WEIGHT = { min: 1, max: 100 };
const COUNT = { min: 0, max: 2 ** 31 - 1 };
const PROTOCOL = { values: ['TCP', 'UDP', 'SCTP'] };
const TAINT_EFFECT = { values: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] };
const TRAFFIC_POLICY = { values: ['Cluster', 'Local'] };

export const LIMITS = new Map<string, Limit>(Object.entries<Limit>({
  'V1Container.imagePullPolicy': { values: ['Always', 'IfNotPresent', 'Never'] },
  'V1Container.name': { dnsLabel: true },
  'V1Container.terminationMessagePolicy': { values: ['File', 'FallbackToLogsOnError'] },
  'V1ContainerPort.containerPort': PORT,
  'V1ContainerPort.hostPort': PORT_OR_NONE,
  'V1ContainerPort.protocol': PROTOCOL,
  'V1DeploymentSpec.replicas': COUNT,
  'V1DeploymentStrategy.type': { values: ['Recreate', 'RollingUpdate'] },
  'V1GRPCAction.port': PORT,
  'V1HTTPGetAction.port': PORT,
  'V1HTTPGetAction.scheme': { values: ['HTTP', 'HTTPS'] },
  'V1HostPathVolumeSource.type': {
    values: ['DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'],
  },
  'V1LabelSelectorRequirement.operator': { values: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
  'V1NetworkPolicyPort.endPort': PORT,
  'V1NetworkPolicyPort.port': PORT,
  'V1NetworkPolicyPort.protocol': PROTOCOL,
  'V1NodeSelectorRequirement.operator': { values: ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] },
  'V1PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy': { values: ['IfHealthyBudget', 'AlwaysAllow'] },
  'V1PodSpec.dnsPolicy': { values: ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'] },
  'V1PodSpec.preemptionPolicy': { values: ['Never', 'PreemptLowerPriority'] },
  'V1PodSpec.restartPolicy': { values: ['Always', 'OnFailure', 'Never'] },
  'V1PreferredSchedulingTerm.weight': WEIGHT,
  'V1SeccompProfile.type': { values: ['Localhost', 'RuntimeDefault', 'Unconfined'] },
  'V1ServicePort.nodePort': PORT_OR_NONE,
  'V1ServicePort.port': PORT,
  'V1ServicePort.protocol': PROTOCOL,
  'V1ServicePort.targetPort': PORT,
  'V1ServiceSpec.externalTrafficPolicy': TRAFFIC_POLICY,
  'V1ServiceSpec.internalTrafficPolicy': TRAFFIC_POLICY,
  'V1ServiceSpec.ipFamilyPolicy': { values: ['SingleStack', 'PreferDualStack', 'RequireDualStack'] },
  'V1ServiceSpec.sessionAffinity': { values: ['ClientIP', 'None'] },
  'V1ServiceSpec.type': { values: ['ExternalName', 'ClusterIP', 'NodePort', 'LoadBalancer'] },
  'V1StatefulSetSpec.podManagementPolicy': { values: ['OrderedReady', 'Parallel'] },
  'V1StatefulSetSpec.replicas': COUNT,
  'V1StatefulSetUpdateStrategy.type': { values: ['RollingUpdate', 'OnDelete'] },
  'V1TCPSocketAction.port': PORT,
  'V1Toleration.effect': TAINT_EFFECT,
  'V1Toleration.operator': { values: ['Exists', 'Equal'] },
  'V1TopologySpreadConstraint.whenUnsatisfiable': { values: ['DoNotSchedule', 'ScheduleAnyway'] },
  'V1Volume.name': { dnsLabel: true },
  'V1VolumeMount.mountPropagation': { values: ['None', 'HostToContainer', 'Bidirectional'] },
  'V1WeightedPodAffinityTerm.weight': WEIGHT,
}));

export function preciseType(owner: string, field: string, type: string): string {
  const [wide, precise] = PRECISE_TYPES.get(`${owner}.${field}`) ?? ['', ''];
  return wide ? type.replace(new RegExp(`\\b${wide}(?=$|; \\}$)`), precise) : type;
}

export function limitOf(owner: string, field: string): Limit | undefined {
  return LIMITS.get(`${owner}.${field}`);
}

/**
 * Why a value is not within a limit. A value of the wrong type is left to the check of types.
 */
export function outside(limit: Limit, value: unknown): string | undefined {
  if ('values' in limit) {
    // To the API an empty string is as good as none.
    const known = typeof value !== 'string' || value === '' || limit.values.includes(value);
    return known ? undefined : `must be ${limit.values.join(' or ')}, but is ${shown(value)}`;
  }
  if ('dnsLabel' in limit) {
    return typeof value !== 'string' || DNS_LABEL.test(value) ? undefined : `must be a DNS label, but is ${shown(value)}`;
  }
  const within = typeof value !== 'number' || (value >= limit.min && value <= limit.max);
  return within ? undefined : `must be from ${limit.min} to ${limit.max}, but is ${value}`;
}
