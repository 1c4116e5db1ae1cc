/**
 * A Redis Sentinel set on the emulated cluster, whose containers a scenario can also signal and look into.
 */
import { readFileSync } from 'fs';
import { RedisSetOn } from './redis-set-on';
import { tracesOf } from './traces';
import { Cluster } from '../kube/cluster';
import { Pod } from '../kube/pod';
import { signalCommand } from '../kube/processes';

export class RedisSet extends RedisSetOn<Pod, Cluster> {
  /** Signals the Redis or Sentinel of a pod itself, whatever looks after it in the container: SIGSTOP lets it hang, SIGCONT go on. */
  public async signal(pod: Pod, signal: NodeJS.Signals): Promise<void> {
    const program = pod.identity.workload === this.props.sentinel ? 'redis-sentinel' : 'redis-server';
    await signalCommand(pod.container(program).running, program, signal);
  }

  /** Everything that the containers of this name have printed, in all pods of this name. */
  public logsOf(pod: Pod, container: string): string {
    return readFileSync(pod.logFile(container), 'utf8');
  }

  /** Of that, what the last one has printed since its last start. */
  public logsSinceStart(pod: Pod, container: string): string {
    return this.logsOf(pod, container).split(/^--- /m).at(-1)!;
  }

  /**
   * Where a text stands in logs, argument lists, ConfigMaps, pod specs and world-readable files, one line each.
   *
   * Give a part of a password without characters that are escaped in configuration files.
   */
  public async tracesOf(text: string, watchMs = 3_000): Promise<string[]> {
    return tracesOf(text, this.cluster, watchMs);
  }
}
