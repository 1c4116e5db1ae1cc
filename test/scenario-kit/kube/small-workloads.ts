/**
 * Manifests of workloads whose pods do next to nothing, for the tests of the emulation.
 *
 * Each container finds `/shared`, a folder of its node's disk by which a test steers it and learns of it. It prints `bye` when it is
 * asked to end, and `VERSION` is whatever the test says, so that manifests can differ.
 */
import type { V1Container, V1DeploymentSpec, V1PodSpec, V1PodTemplateSpec, V1StatefulSetSpec } from '@kubernetes/client-node';
import { KubeObject } from './manifests';

export const SHARED = '/shared';

const IDLE = 'trap "echo bye; exit 0" TERM; while :; do sleep 0.05; done';

export interface SmallPod {
  /** @default '1' */
  readonly version?: string;

  readonly container?: Partial<V1Container>;
  readonly pod?: Partial<V1PodSpec>;
}

export function smallStatefulSet(name: string, pod: SmallPod = {}, spec: Partial<V1StatefulSetSpec> = {}): KubeObject & { kind: 'StatefulSet' } {
  const selector = { matchLabels: { app: name } };
  return { kind: 'StatefulSet', metadata: { name }, spec: { serviceName: name, selector, template: template(name, pod), ...spec } };
}

export function smallDeployment(name: string, pod: SmallPod = {}, spec: Partial<V1DeploymentSpec> = {}): KubeObject & { kind: 'Deployment' } {
  return { kind: 'Deployment', metadata: { name }, spec: { selector: { matchLabels: { app: name } }, template: template(name, pod), ...spec } };
}

/** Gives the pod of a StatefulSet of this name its host name. */
export function smallService(name: string): KubeObject & { kind: 'Service' } {
  return { kind: 'Service', metadata: { name }, spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: { app: name } } };
}

/** A command for a probe or hook. */
export function shell(script: string): { exec: { command: string[] } } {
  return { exec: { command: ['sh', '-c', script] } };
}

function template(app: string, { version = '1', container, pod }: SmallPod): V1PodTemplateSpec {
  return {
    metadata: { labels: { app } },
    spec: {
      terminationGracePeriodSeconds: 5,
      containers: [{
        name: 'main',
        command: ['sh', '-c', IDLE],
        env: [{ name: 'VERSION', value: version }],
        volumeMounts: [{ name: 'shared', mountPath: SHARED }],
        ...container,
      }],
      volumes: [{ name: 'shared', hostPath: { path: SHARED, type: 'DirectoryOrCreate' } }],
      ...pod,
    },
  };
}
