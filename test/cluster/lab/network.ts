/**
 * The cables of the lab: a switch with the control plane on it, and a network namespace for each node that hangs on the switch by a cable.
 */
import { addressesOf, CONTROL_PLANE_ADDRESS, DNS_NODE, NODE_NETWORK_BITS, NODES, SERVICE_NETWORK } from './layout';
import { run } from '../../scenario-kit/run-program';

const SWITCH = 'switch';

/** The switch, and this machine's ways to every pod and, through a node that is never broken, to every Service. */
export async function makeSwitch(): Promise<void> {
  await ip(
    `link add ${SWITCH} type bridge`,
    `addr add ${CONTROL_PLANE_ADDRESS}/${NODE_NETWORK_BITS} dev ${SWITCH}`,
    `link set ${SWITCH} up`,
    ...NODES.map(({ name }) => wayToPodsOf(name)),
    `route add ${SERVICE_NETWORK} via ${addressesOf(DNS_NODE).address}`,
  );
}

/** A node's own network; gone with `removeNode`, as everything in a machine's memory is with its power. */
export async function addNode(node: string): Promise<void> {
  const { address } = addressesOf(node);
  await ip(
    `netns add ${node}`,
    `link add ${cableOf(node)} type veth peer name eth0 netns ${node}`,
    `link set ${cableOf(node)} master ${SWITCH} up`,
  );
  await run('ip', ['-n', node, '-batch', '-'], {
    input: lines(
      'link set lo up',
      `addr add ${address}/${NODE_NETWORK_BITS} dev eth0`,
      'link set eth0 up',
      `route add default via ${CONTROL_PLANE_ADDRESS}`,
      ...NODES.filter(({ name }) => name !== node).map(({ name }) => wayToPodsOf(name)),
    ),
  });
}

export async function removeNode(node: string): Promise<void> {
  await ip(`link del ${cableOf(node)}`, `netns del ${node}`);
}

export async function unplug(node: string): Promise<void> {
  await ip(`link set ${cableOf(node)} down`);
}

export async function plugIn(node: string): Promise<void> {
  await ip(`link set ${cableOf(node)} up`);
}

function wayToPodsOf(node: string): string {
  const { address, podNetwork } = addressesOf(node);
  return `route add ${podNetwork} via ${address}`;
}

/** An interface's name has at most 15 characters. */
function cableOf(node: string): string {
  return `cable-${NODES.findIndex(({ name }) => name === node)}`;
}

async function ip(...commands: string[]): Promise<void> {
  await run('ip', ['-batch', '-'], { input: lines(...commands) });
}

function lines(...commands: string[]): string {
  return commands.join('\n') + '\n';
}
