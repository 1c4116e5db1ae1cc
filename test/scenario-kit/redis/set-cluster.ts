/**
 * What a RedisSet has to know of the Kubernetes that it runs on, be it the emulated one or a real one.
 */
import { ChildProcess } from 'child_process';

/**
 * A pod. It stays the same object for as long as it is the same pod; one that takes its place under the same name is another object. Scenarios
 * compare them by identity, and may ask one that was deleted for as long as it runs somewhere.
 */
export interface SetPod {
  readonly name: string;
  readonly nodeName: string;

  /** Empty while it has none. */
  readonly address: string;

  /** The full host name by which the members of the set know each other. Of a sentinel, which nobody knows by name, just something to call it by. */
  readonly host: string;

  /** Read anew for each question or connection; throws while nobody can ask. */
  readonly vantage: Vantage;
}

/** From where the test asks the processes of a pod, so that a cut network does not blind it. */
export interface Vantage {
  /** What a program of this machine is put behind, e.g. `['nsenter', '--net=/run/netns/x']`; empty for nothing. */
  readonly command: string[];

  /** The address that the program asks. */
  readonly host: string;
}

/** A program that runs on a node as a pod would. */
export interface SetClient {
  /** With pipes as standard input and output. */
  readonly process: ChildProcess;

  /** Waits for its end and clears up after it. */
  end(): Promise<void>;
}

export interface SetClientProps {
  readonly name: string;
  readonly namespace: string;

  /** A program of this machine, files that it reads included. */
  readonly command: string[];

  /** Added to this process's own environment. */
  readonly env: Record<string, string>;
}

export interface SetCluster<P extends SetPod = SetPod> {
  /** The pods of a StatefulSet or Deployment that are not being deleted and whose node is alive; also those that do not run yet. */
  livePodsOf(workload: string): P[];

  /** The pod of the moment by this name; throws when there is none. */
  pod(name: string): P;

  startClient(node: string, props: SetClientProps): Promise<SetClient>;

  /** Everything that helps to understand a failure. */
  describe(): string | Promise<string>;

  /** Ends everything that it started. */
  close(): Promise<void>;
}
