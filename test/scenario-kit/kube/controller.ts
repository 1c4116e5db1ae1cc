/**
 * What the controllers of StatefulSets and Deployments have in common: they keep a manifest, and take over a changed one.
 */
import type { V1Deployment, V1StatefulSet } from '@kubernetes/client-node';
import { Labels } from './labels';
import { forbidOtherChanges, labelsOf, OwnedPod, Plan, Workload } from './workloads';

type WorkloadObject = V1StatefulSet | V1Deployment;
type SpecOf<O extends WorkloadObject> = NonNullable<O['spec']>;

export abstract class Controller<O extends WorkloadObject> implements Workload {
  public readonly name: string;
  public readonly namespace: string;
  public replicas: number;
  protected spec: SpecOf<O>;

  constructor(private readonly kind: string, object: O) {
    this.name = object.metadata!.name!;
    this.namespace = object.metadata!.namespace ?? 'default';
    this.spec = this.emulated(object.spec as SpecOf<O>);
    this.replicas = this.spec.replicas ?? 1;
  }

  public get podLabels(): Labels {
    return labelsOf(this.spec.template);
  }

  public update(object: O): void {
    const spec = this.emulated(object.spec as SpecOf<O>);
    forbidOtherChanges(`${this.kind} ${this.name}`, this.spec, spec, this.changeable({ ...this.spec, ...spec }));
    this.scale(spec.replicas ?? 1);
    this.spec = spec;
  }

  public abstract scale(replicas: number): void;

  public abstract plan<P extends OwnedPod>(pods: P[], now: number): Plan<P>;

  /** What of a specification the emulation does not do. */
  protected abstract notEmulated(spec: SpecOf<O>): string | undefined;

  /** The fields that the API server lets somebody change. */
  protected abstract changeable(fields: SpecOf<O>): string[];

  /** @throws if it is not emulated */
  protected emulated(spec: SpecOf<O>): SpecOf<O> {
    const what = this.notEmulated(spec);
    if (what !== undefined) throw new Error(`${this.kind} ${this.name}: ${what} is not emulated`);
    return spec;
  }
}
