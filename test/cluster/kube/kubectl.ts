/**
 * kubectl, as a user of the cluster gives its commands.
 */
import { join } from 'path';
import { EXISTING } from './existing';
import { run } from '../../failover/kube/run-program';
import { KUBECONFIG } from '../lab/layout';

/** Its output. Throws with what it says when it fails. */
export async function kubectl(...args: string[]): Promise<string> {
  return kubectlWith('', ...args);
}

/** The same with something on its standard input, for `-f -`. */
export async function kubectlWith(input: string, ...args: string[]): Promise<string> {
  if (EXISTING) return run('kubectl', args, { input });
  return run(join(process.env.CLUSTER_PROGRAMS!, 'kubectl'), ['--kubeconfig', KUBECONFIG, ...args], { input });
}
