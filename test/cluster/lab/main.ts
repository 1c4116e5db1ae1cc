/**
 * The lab's own commands, given within its namespaces: `up`, and `node kill|cut|heal <node>`.
 */
import { startLab, labNode } from './lab';
import { NODES } from './layout';
import { runMain } from '../../../tools/shared/run-main';

async function main([command, ...args]: string[]): Promise<void> {
  switch (command) {
    case 'up': return startLab(message => console.log(`test:cluster: ${message}`));
    case 'node': return changeNode(args[0], args[1]);
    default: throw new Error(`"${command ?? ''}" is no command; allowed: up, node`);
  }
}

/** Heals whatever is wrong with it. */
async function changeNode(change = '', name = ''): Promise<void> {
  const allowed = ['kill', 'cut', 'heal'];
  if (!allowed.includes(change)) throw new Error(`"${change}" is nothing to do with a node; allowed: ${allowed.join(', ')}`);
  const node = labNode(/^\d+$/.test(name) ? NODES[Number(name) - 1]?.name ?? name : name);
  if (change === 'kill') return node.powerOff();
  if (change === 'cut') return node.unplug();
  return node.alive ? node.plugIn() : node.powerOn();
}

void runMain(main, 'cluster');
