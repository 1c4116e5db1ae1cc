/**
 * kubectl, as a user of the cluster gives its commands.
 */
import { EXISTING } from './existing';
import { run } from '../../failover/kube/run-program';
import { KUBECONFIG } from '../lab/layout';

/** Its output. Throws with what it says when it fails. */
export async function kubectl(...args: string[]): Promise<string> {
  return kubectlWith('', ...args);
}

/** The same with something on its standard input, for `-f -`. */
export async function kubectlWith(input: string, ...args: string[]): Promise<string> {
  return run('kubectl', args, { input, env: environment() });
}

/** Commands as they stand in the documentation. */
export async function shell(commands: string): Promise<string> {
  return run('bash', ['-eu', '-o', 'pipefail', '-c', commands], { env: environment() });
}

/** The lab's kubectl comes first, with the lab's cluster. */
function environment(): Record<string, string> {
  return EXISTING ? {} : { KUBECONFIG, PATH: `${process.env.CLUSTER_PROGRAMS}:${process.env.PATH}` };
}
