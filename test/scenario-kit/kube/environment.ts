/**
 * The environment of a container, and the $(VAR) references in its command, arguments and paths, as the kubelet resolves them.
 */
import type { V1Container, V1EnvVar } from '@kubernetes/client-node';

/** What variables may refer to. */
export interface EnvironmentSources {
  readonly podName: string;
  readonly namespace: string;
  readonly nodeName: string;
  readonly podIP: string;
  secret(name: string): Record<string, string>;
  configMap(name: string): Record<string, string>;
}

export type Environment = Record<string, string>;

const IMAGE_ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };

export function containerEnvironment(container: V1Container, sources: EnvironmentSources): Environment {
  if (container.envFrom !== undefined) throw new Error(`container ${container.name}: envFrom is not emulated`);
  const environment: Environment = {};
  for (const variable of container.env ?? []) {
    const value = valueOf(variable, environment, sources);
    if (value !== undefined) environment[variable.name] = value;
  }
  return { ...IMAGE_ENVIRONMENT, HOSTNAME: sources.podName, ...environment };
}

/** `$(VAR)` becomes its value, `$$` a dollar; a reference to nothing stays as it is. */
export function expand(text: string, environment: Environment): string {
  return text.replace(/\$\$|\$\(([^)]+)\)/g, (match, name: string | undefined) => name === undefined ? '$' : environment[name] ?? match);
}

function valueOf(variable: V1EnvVar, soFar: Environment, sources: EnvironmentSources): string | undefined {
  const from = variable.valueFrom;
  if (from === undefined) return expand(variable.value ?? '', soFar);
  if (from.fieldRef !== undefined) return field(from.fieldRef.fieldPath, sources);
  const reference = from.secretKeyRef ?? from.configMapKeyRef;
  if (reference === undefined) throw new Error(`variable ${variable.name}: only fieldRef, secretKeyRef and configMapKeyRef are emulated`);
  const data = from.secretKeyRef ? sources.secret(reference.name!) : sources.configMap(reference.name!);
  if (data[reference.key] === undefined && !reference.optional) throw new Error(`couldn't find key ${reference.key} in ${reference.name}`);
  return data[reference.key];
}

function field(path: string, sources: EnvironmentSources): string {
  switch (path) {
    case 'metadata.name': return sources.podName;
    case 'metadata.namespace': return sources.namespace;
    case 'spec.nodeName': return sources.nodeName;
    case 'status.podIP': return sources.podIP;
    default: throw new Error(`fieldRef ${path} is not emulated`);
  }
}
