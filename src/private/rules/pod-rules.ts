import * as kplus from 'cdk8s-plus-28';
import { invalid } from './invalid';
import { assertSubdomain } from './names';
import { assertWholeNumber } from './numbers';
import { AntiAffinity, PodOptions, TopologySpread } from '../../pod-options';

/** The user and group of the official redis image on Alpine. */
const REDIS_USER = 999;
const REDIS_GROUP = 1000;

/** A security context in which user and group are always told. */
export type RedisSecurityContext = kplus.ContainerSecurityContextProps & { readonly user: number; readonly group: number };

/**
 * What the pods of shards and of sentinels have in common, every default filled in.
 */
export interface ResolvedPodOptions {
  readonly resources: kplus.ContainerResources;
  readonly antiAffinity: AntiAffinity;
  readonly topologySpread: Required<TopologySpread>[];
  readonly priorityClassName?: string;
  readonly securityContext: RedisSecurityContext;
}

/**
 * Fills in the defaults of the options of pods and refuses what cannot work.
 */
export function resolvePodOptions(options: PodOptions): ResolvedPodOptions {
  const resolved: ResolvedPodOptions = {
    // Without this, cdk8s-plus asks for a CPU and 512 MiB.
    resources: options.resources ?? {},
    antiAffinity: options.antiAffinity ?? AntiAffinity.PREFERRED,
    topologySpread: (options.topologySpread ?? []).map(({ topology, maxSkew = 1, required = false }) => ({ topology, maxSkew, required })),
    priorityClassName: options.priorityClassName,
    securityContext: resolveSecurityContext(options.securityContext ?? {}),
  };
  assertRequestsWithinLimits(resolved.resources);
  assertTopologySpread(resolved.topologySpread);
  if (resolved.priorityClassName !== undefined) {
    assertSubdomain('priorityClassName', resolved.priorityClassName);
  }
  return resolved;
}

/**
 * The security context of a container that runs Redis, with the user's changes.
 */
function resolveSecurityContext(securityContext: kplus.ContainerSecurityContextProps): RedisSecurityContext {
  const context = {
    capabilities: { drop: [kplus.Capability.ALL] },
    seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
    ...securityContext,
    ensureNonRoot: securityContext.ensureNonRoot ?? true,
    user: securityContext.user ?? REDIS_USER,
    group: securityContext.group ?? REDIS_GROUP,
  };
  assertWholeNumber('securityContext.user', context.user, 0);
  assertWholeNumber('securityContext.group', context.group, 0);
  if (context.user === 0 && context.ensureNonRoot) {
    throw invalid({
      prop: 'securityContext.user',
      value: 0,
      allowed: 'a user other than root',
      because: 'the kubelet refuses to start root while ensureNonRoot is true',
      remedy: `Leave it out for user ${REDIS_USER}.`,
    });
  }
  return context;
}

function assertTopologySpread(rules: Required<TopologySpread>[]): void {
  rules.forEach(({ topology: { key }, maxSkew, required }, i) => {
    assertWholeNumber(`topologySpread[${i}].maxSkew`, maxSkew, 1);
    const earlier = rules.slice(0, i).findIndex(other => other.topology.key === key && other.required === required);
    if (earlier !== -1) {
      throw invalid({
        prop: `topologySpread[${i}].topology`,
        value: key,
        allowed: `a label that no other ${required ? 'required' : 'preferred'} rule has (topologySpread[${earlier}] has it)`,
        because: 'Kubernetes refuses a pod with two of them',
      });
    }
  });
}

/**
 * The API server refuses a pod that asks for more than it may have.
 */
function assertRequestsWithinLimits({ cpu, memory, ephemeralStorage }: kplus.ContainerResources): void {
  assertWithin('cpu', 'm', millis(cpu?.request), millis(cpu?.limit));
  assertWithin('memory', ' MiB', memory?.request?.toMebibytes(), memory?.limit?.toMebibytes());
  assertWithin('ephemeralStorage', ' MiB', ephemeralStorage?.request?.toMebibytes(), ephemeralStorage?.limit?.toMebibytes());
}

function assertWithin(resource: keyof kplus.ContainerResources, unit: string, request: number | undefined, limit: number | undefined): void {
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
function millis(cpu: kplus.Cpu | undefined): number | undefined {
  if (cpu === undefined) return undefined;
  return cpu.amount.endsWith('m') ? parseFloat(cpu.amount) : parseFloat(cpu.amount) * 1000;
}
