import { ContainerResources, Cpu } from 'cdk8s-plus-28';
import { invalid } from './invalid';

/**
 * The API server refuses a pod that asks for more than it may have.
 */
export function assertRequestsWithinLimits({ cpu, memory, ephemeralStorage }: ContainerResources): void {
  assertWithin('cpu', 'm', millis(cpu?.request), millis(cpu?.limit));
  assertWithin('memory', ' MiB', memory?.request?.toMebibytes(), memory?.limit?.toMebibytes());
  assertWithin('ephemeralStorage', ' MiB', ephemeralStorage?.request?.toMebibytes(), ephemeralStorage?.limit?.toMebibytes());
}

function assertWithin(resource: keyof ContainerResources, unit: string, request: number | undefined, limit: number | undefined): void {
  if (request !== undefined && limit !== undefined && request > limit) {
    throw invalid({
      prop: `resources.${resource}.request`,
      value: `${request}${unit}`,
      allowed: `at most resources.${resource}.limit (${limit}${unit})`,
      because: 'Kubernetes refuses a pod that asks for more than it may have',
    });
  }
}

/** The amount is millis, as in `500m`, or units. */
function millis(cpu: Cpu | undefined): number | undefined {
  if (cpu === undefined) return undefined;
  return cpu.amount.endsWith('m') ? parseFloat(cpu.amount) : parseFloat(cpu.amount) * 1000;
}
