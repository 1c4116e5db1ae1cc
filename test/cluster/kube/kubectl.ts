/**
 * kubectl, as a user of the cluster gives its commands.
 */
import { EXISTING } from './existing';
import { run } from '../../scenario-kit/run-program';
import { KUBECONFIG } from '../lab/layout';

/** Its output. Throws with what it says when it fails. */
export async function kubectl(...args: string[]): Promise<string> {
  return kubectlWith('', ...args);
}

/** The same with something on its standard input, for `-f -`. */
export async function kubectlWith(input: string, ...args: string[]): Promise<string> {
  return run('kubectl', args, { input, env: environment() });
}

/** What it says on its standard error, line by line: Kubernetes' warnings. Throws with all that it says when it fails. */
export async function kubectlWarnings(input: string, ...args: string[]): Promise<string[]> {
  const said = await run('sh', ['-c', 'kubectl "$@" 2>&1 >/dev/null', 'sh', ...args], { input, env: environment() });
  return said.split('\n').filter(line => line !== '');
}

/** Commands as they stand in the documentation, with what somebody types while they run. */
export async function shell(commands: string, input = ''): Promise<string> {
  return run('bash', ['-eu', '-o', 'pipefail', '-c', commands], { input, env: environment() });
}

/** The lab's kubectl comes first, with the lab's cluster. */
function environment(): Record<string, string> {
  return EXISTING ? {} : { KUBECONFIG, PATH: `${process.env.CLUSTER_PROGRAMS}:${process.env.PATH}` };
}
