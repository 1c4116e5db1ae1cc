/**
 * A Redis Sentinel set on a cluster, as a scenario deals with it: who is master, is everything in order, which keys are there.
 */
import { Cluster } from '../kube/cluster';
import { Pod } from '../kube/pod';
import { until } from '../until';
import { redisCli, Reply } from './redis-cli';
import { complaints, describeView, MemberView, SetView, viewMember, viewSentinel } from './set-view';
import { Writer } from './writer';

export interface RedisSetProps {
  readonly namespace: string;

  /** The StatefulSets, one per member. */
  readonly members: string[];

  /** The Deployment of the sentinels, and their Service. */
  readonly sentinel: string;

  readonly sentinels: number;
  readonly masterName: string;
  readonly password: string;
}

export class RedisSet {
  private writers: Writer[] = [];

  constructor(public readonly cluster: Cluster, private readonly props: RedisSetProps) {}

  /** The pods of members whose node is alive. */
  public get memberPods(): Pod[] {
    return this.alive(this.props.members);
  }

  public get sentinelPods(): Pod[] {
    return this.alive([this.props.sentinel]);
  }

  /** Of those that are alive. */
  public async view(): Promise<SetView> {
    const { masterName, password } = this.props;
    const [members, sentinels] = await Promise.all([
      Promise.all(this.memberPods.map(async pod => viewMember(pod, this.hostOf(pod), password))),
      Promise.all(this.sentinelPods.map(async pod => viewSentinel(pod, masterName, password))),
    ]);
    return { members, sentinels };
  }

  /** The only master among those alive; throws when there is none, or more than one. */
  public async master(): Promise<MemberView> {
    const masters = (await this.view()).members.filter(member => member.role === 'master');
    if (masters.length !== 1) throw new Error(`${masters.length} masters: ${masters.map(({ pod }) => pod.name).join(', ')}`);
    return masters[0];
  }

  /** Waits until one master leads, every live member follows it in step, and every sentinel agrees and can fail over. */
  public async inOrder(within: number): Promise<SetView> {
    const expected = { members: this.props.members.length, sentinels: this.props.sentinels };
    return this.until('one master, the others in step, the sentinels agree', within, async () => {
      const view = await this.view();
      const wrong = complaints(view, expected);
      if (wrong.length > 0) throw new Error(wrong.join('; '));
      return view;
    });
  }

  /** Polls a condition; a failure's message shows every member, sentinel, writer and pod. */
  public async until<T>(what: string, within: number, condition: () => Promise<T> | T): Promise<Exclude<T, false | null | undefined>> {
    return until(condition, { what, within, describe: async () => this.describe() });
  }

  public async describe(): Promise<string> {
    const writers = this.writers.map(writer => `writer ${writer.name}: ${writer.record.summary()}`);
    return [describeView(await this.view()), ...writers, this.cluster.describe()].join('\n');
  }

  public async ask(pod: Pod, command: string): Promise<Reply> {
    try {
      return (await redisCli(pod, 6379, this.props.password, command))[0];
    } catch (error) {
      throw new Error(`${command} to ${pod.name}: ${(error as Error).message}`);
    }
  }

  /** Every key that a member holds. */
  public async keysOf(pod: Pod): Promise<Set<string>> {
    return new Set(await this.ask(pod, 'KEYS *') as string[]);
  }

  public async startWriter(node: string, name = 'writer'): Promise<Writer> {
    const { namespace, sentinel, masterName, password } = this.props;
    const writer = await Writer.start(this.cluster, node, { name, namespace, sentinel, masterName, password });
    this.writers.push(writer);
    return writer;
  }

  private alive(workloads: string[]): Pod[] {
    return workloads.flatMap(workload => this.cluster.podsOf(workload)).filter(pod => this.cluster.node(pod.nodeName).alive);
  }

  private hostOf({ name, identity }: Pod): string {
    return `${name}.${identity.subdomain}.${identity.namespace}.svc.${this.cluster.domain}`;
  }
}
