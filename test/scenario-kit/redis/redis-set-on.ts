/**
 * A Redis Sentinel set on any cluster, as a scenario deals with it: who is master, is everything in order, which keys are there.
 */
import { redisCli, Reply, Server } from './redis-cli';
import { SetCluster, SetPod } from './set-cluster';
import { complaints, describeView, MemberView, SetView, unfinished, viewMember, viewSentinel } from './set-view';
import { WritableWatch } from './writable-watch';
import { Loss, WriteRecord } from './write-record';
import { Writer, WriterOptions } from './writer';
import { until } from '../until';

export interface RedisSetProps {
  readonly namespace: string;

  /** The StatefulSets, one per member. */
  readonly members: string[];

  /** The Deployment of the sentinels, and their Service. */
  readonly sentinel: string;

  readonly sentinels: number;
  readonly masterName: string;
  readonly password: string;
  readonly redisPort: number;
  readonly sentinelPort: number;
}

/** For a view, which is asked for again and again: a server that hangs must not hold up the others' answers for long. */
const VIEW_TIMEOUT_MS = 1_000;
const ASK_TIMEOUT_MS = 5_000;

/** Replicas need a moment for the last writes. */
const SAME_KEYS_MS = 30_000;

export class RedisSetOn<P extends SetPod = SetPod, C extends SetCluster<P> = SetCluster<P>> {
  private writers: Writer[] = [];
  private watches: WritableWatch[] = [];

  constructor(public readonly cluster: C, public readonly props: RedisSetProps) {}

  /** The pods of members that are not being deleted and whose node is alive. */
  public get memberPods(): P[] {
    return this.alive(this.props.members);
  }

  public get sentinelPods(): P[] {
    return this.alive([this.props.sentinel]);
  }

  /** A member's pod of the moment, by the last letters of the member's name (`b`) or by the pod's name. */
  public pod(name: string): P {
    const member = this.props.members.find(candidate => candidate.endsWith(`-${name}`));
    return this.cluster.pod(member === undefined ? name : `${member}-0`);
  }

  /** Of those that are alive. */
  public async view(): Promise<SetView<P>> {
    const { masterName } = this.props;
    const [members, sentinels] = await Promise.all([
      Promise.all(this.memberPods.map(async pod => viewMember(this.redisOf(pod, VIEW_TIMEOUT_MS)))),
      Promise.all(this.sentinelPods.map(async pod => viewSentinel(this.sentinelOf(pod, VIEW_TIMEOUT_MS), masterName))),
    ]);
    return { members, sentinels };
  }

  /** The only master among those alive; throws when there is none, or more than one. */
  public async master(): Promise<MemberView<P>> {
    const masters = (await this.view()).members.filter(member => member.role === 'master');
    if (masters.length !== 1) throw new Error(`${masters.length} masters: ${masters.map(({ pod }) => pod.name).join(', ')}`);
    return masters[0];
  }

  /** Those alive that follow a master, in step or not. */
  public async replicas(): Promise<MemberView<P>[]> {
    return (await this.view()).members.filter(member => member.role === 'replica');
  }

  /** Waits until one master leads, every live member follows it in step, and every sentinel agrees and can fail over. */
  public async inOrder(within: number): Promise<SetView<P>> {
    return this.untilNothingIsWrong('one master, the others in step, the sentinels agree', within, view => complaints(view, this.expected()));
  }

  /** Waits until the set is in order, no member is missing, and every one has all data of the master. The writers must have stopped. */
  public async finalState(within: number): Promise<SetView<P>> {
    return this.untilNothingIsWrong('all members in order, with the same data', within,
      view => [...complaints(view, this.expected()), ...unfinished(view, this.expected())]);
  }

  /** Polls a condition; a failure's message shows every member, sentinel, writer and pod. */
  public async until<T>(what: string, within: number, condition: () => Promise<T> | T): Promise<Exclude<T, false | null | undefined>> {
    return until(condition, { what, within, describe: async () => this.describe() });
  }

  public async describe(): Promise<string> {
    const writers = this.writers.map(writer => `writer ${writer.name}: ${writer.record.summary()}`);
    return [describeView(await this.view()), ...writers, ...this.watches.map(watch => watch.summary()), await this.cluster.describe()].join('\n');
  }

  public async ask(pod: P, command: string): Promise<Reply> {
    return this.answer(this.redisOf(pod, ASK_TIMEOUT_MS), command);
  }

  public async askSentinel(pod: P, command: string): Promise<Reply> {
    return this.answer(this.sentinelOf(pod, ASK_TIMEOUT_MS), command);
  }

  /** Every key that a member holds. */
  public async keysOf(pod: P): Promise<Set<string>> {
    return new Set(await this.ask(pod, 'KEYS *') as string[]);
  }

  /** Compares with the keys of the master; throws when its replicas do not hold as many keys as it does. The writers must have stopped. */
  public async lossOf(record: WriteRecord, within = SAME_KEYS_MS): Promise<Loss> {
    const keys = await this.until('every replica holds as many keys as the master', within, async () => this.keysOfAll());
    return record.loss(keys);
  }

  public async startWriter(node: string, options: WriterOptions = {}): Promise<Writer> {
    const { namespace, sentinel, sentinelPort, masterName, password } = this.props;
    const writer = await Writer.start(this.cluster, node, { name: 'writer', namespace, sentinel, sentinelPort, masterName, password, ...options });
    this.writers.push(writer);
    return writer;
  }

  /** From now on measures, by writes to each member past Sentinel, whether two accept writes at the same time. */
  public watchWritable(): WritableWatch {
    const { redisPort: port, password } = this.props;
    const watch = new WritableWatch({ port, password, memberPods: () => this.memberPods });
    this.watches.push(watch);
    return watch;
  }

  /** Ends everything, the watches too. */
  public async close(): Promise<void> {
    await Promise.all(this.watches.map(async watch => watch.stop()));
    await this.cluster.close();
  }

  private async untilNothingIsWrong(what: string, within: number, wrongWith: (view: SetView<P>) => string[]): Promise<SetView<P>> {
    return this.until(what, within, async () => {
      const view = await this.view();
      const wrong = wrongWith(view);
      if (wrong.length > 0) throw new Error(wrong.join('; '));
      return view;
    });
  }

  private expected(): { members: number; sentinels: number } {
    return { members: this.props.members.length, sentinels: this.props.sentinels };
  }

  private async keysOfAll(): Promise<Set<string>> {
    const master = (await this.master()).pod;
    const keys = await this.keysOf(master);
    for (const { pod } of await this.replicas()) {
      const held = await this.ask(pod, 'DBSIZE');
      if (held !== keys.size) throw new Error(`${pod.name} holds ${held} keys, ${master.name} ${keys.size}`);
    }
    return keys;
  }

  private async answer(server: Server, command: string): Promise<Reply> {
    try {
      return (await redisCli(server, command))[0];
    } catch (error) {
      throw new Error(`${command} to ${server.pod.name}: ${(error as Error).message}`);
    }
  }

  private redisOf(pod: P, timeoutMs: number): Server<P> {
    return { pod, port: this.props.redisPort, password: this.props.password, timeoutMs };
  }

  private sentinelOf(pod: P, timeoutMs: number): Server<P> {
    return { pod, port: this.props.sentinelPort, password: this.props.password, timeoutMs };
  }

  private alive(workloads: string[]): P[] {
    return workloads.flatMap(workload => this.cluster.livePodsOf(workload));
  }
}
