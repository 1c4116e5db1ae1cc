/**
 * Chooses the node of a pod: required terms filter, then the scores of node affinity and pod anti-affinity are each brought to 0..100
 * and added as kube-scheduler does; ties go to the node with the fewest pods of the same workload, then the fewest pods.
 */
import type { V1PodSpec, V1WeightedPodAffinityTerm } from '@kubernetes/client-node';
import { Labels, matchesNodeTerm, selects } from './labels';

export interface PlacedPod {
  readonly labels: Labels;
  readonly workload: string;
}

export interface SchedulableNode {
  readonly labels: Labels;
  readonly pods: PlacedPod[];
}

/** The index of the best node; undefined when none fits. */
export function chooseNode(spec: V1PodSpec, workload: string, nodes: SchedulableNode[]): number | undefined {
  const affinity = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const antiAffinity = spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const wanted = nodes.map(node => sum(affinity.filter(term => matchesNodeTerm(term.preference, node.labels))));
  const avoided = nodes.map(node => sum(antiAffinity.filter(term => repels(term, node))));
  const rank = (index: number) => [
    -(share(wanted[index], Math.max(...wanted)) - share(avoided[index], Math.max(...avoided))),
    nodes[index].pods.filter(pod => pod.workload === workload).length,
    nodes[index].pods.length,
    index,
  ];
  const fitting = nodes.map((_, index) => index).filter(index => fits(spec, nodes[index]));
  return fitting.sort((left, right) => compare(rank(left), rank(right)))[0];
}

function fits(spec: V1PodSpec, node: SchedulableNode): boolean {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const repelled = spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => node.labels[key] === value)
    && (required === undefined || required.some(term => matchesNodeTerm(term, node.labels)))
    && !repelled.some(podAffinityTerm => repels({ podAffinityTerm, weight: 100 }, node));
}

/** Every node is a topology domain of its own here, so topologyKey can only mean the host. */
function repels({ podAffinityTerm }: V1WeightedPodAffinityTerm, node: SchedulableNode): boolean {
  return node.pods.some(pod => selects(podAffinityTerm.labelSelector, pod.labels));
}

function sum(terms: { weight: number }[]): number {
  return terms.reduce((total, term) => total + term.weight, 0);
}

function share(value: number, max: number): number {
  return max === 0 ? 0 : value * 100 / max;
}

function compare(left: number[], right: number[]): number {
  const index = left.findIndex((value, at) => value !== right[at]);
  return index < 0 ? 0 : left[index] - right[index];
}
