/**
 * The StatefulSets and Deployments of a cluster, by kind, namespace and name.
 */
import { Deployment } from './deployment';
import { nameOf, WorkloadObject } from './manifests';
import { StatefulSet } from './stateful-set';
import { Workload } from './workloads';

export class WorkloadStore {
  private readonly workloads = new Map<string, Workload>();

  public get all(): Workload[] {
    return [...this.workloads.values()];
  }

  public put(object: WorkloadObject): void {
    const existing = this.workloads.get(key(object));
    if (existing !== undefined) return existing.update(object);
    this.workloads.set(key(object), object.kind === 'StatefulSet' ? new StatefulSet(object) : new Deployment(object));
  }

  /** Gives it back. */
  public remove(object: WorkloadObject): Workload {
    const workload = this.workloads.get(key(object));
    if (workload === undefined) throw new Error(`${key(object)} not found`);
    this.workloads.delete(key(object));
    return workload;
  }

  public named(name: string): Workload {
    const workload = this.all.find(candidate => candidate.name === name);
    if (workload === undefined) throw new Error(`no workload ${name}; there are ${[...this.workloads.keys()].join(', ')}`);
    return workload;
  }
}

function key(object: WorkloadObject): string {
  const { name, namespace } = nameOf(object);
  return `${object.kind}/${namespace}/${name}`;
}
