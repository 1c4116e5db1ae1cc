/**
 * The whole lab: a control plane, seven nodes and a name service.
 */
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { startControlPlane, writeKubeconfigs } from './control-plane';
import { DNS_NODE, KUBECONFIG, nodeFolder, NODES } from './layout';
import { makeSwitch } from './network';
import { LabNode } from './node';
import { SYSTEM_OBJECTS } from './system-objects';
import { run } from '../../scenario-kit/run-program';
import { until } from '../../scenario-kit/until';

const START_MS = 120_000;

export const LAB_NODES = NODES.map(settings => new LabNode(settings));

export function labNode(name: string): LabNode {
  const node = LAB_NODES.find(candidate => candidate.name === name);
  if (node === undefined) throw new Error(`no node ${name}; there are ${NODES.map(candidate => candidate.name).join(', ')}`);
  return node;
}

/** Comes back when every node is ready and names resolve. */
export async function startLab(progress: (message: string) => void): Promise<void> {
  const programs = process.env.CLUSTER_PROGRAMS!;
  const names = NODES.map(({ name }) => name);
  for (const name of names) {
    mkdirSync(nodeFolder(name), { recursive: true });
    writeFileSync(join(nodeFolder(name), 'images'), `pause\n${name === DNS_NODE ? 'coredns' : 'redis'}\n`);
  }
  await makeSwitch();
  startControlPlane(programs, names);
  writeKubeconfigs(names, nodeFolder);
  await until(async () => kubectl('get', '--raw', '/readyz'), { what: 'the API answers', within: START_MS });
  progress('the control plane answers');

  await Promise.all(LAB_NODES.map(async node => node.powerOn()));
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: SYSTEM_OBJECTS });
  await until(async () => run(join(programs, 'kubectl'), ['--kubeconfig', KUBECONFIG, 'apply', '--server-side', '-f', '-'], { input }),
    { what: 'the system objects are there', within: START_MS });
  await until(async () => kubectl('get', 'node', ...names), { what: 'every node has said that it is there', within: START_MS });
  await kubectl('wait', 'node', '--all', '--for=condition=Ready', `--timeout=${START_MS / 1000}s`);
  progress(`${names.length} nodes are ready`);
  await kubectl('-n', 'kube-system', 'rollout', 'status', 'deployment', 'coredns', `--timeout=${START_MS / 1000}s`);
  progress('names resolve');
}

async function kubectl(...args: string[]): Promise<string> {
  return run(join(process.env.CLUSTER_PROGRAMS!, 'kubectl'), ['--kubeconfig', KUBECONFIG, ...args]);
}
