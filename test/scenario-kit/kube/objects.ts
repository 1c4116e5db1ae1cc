/**
 * The passive objects of a cluster: ConfigMaps, Secrets, Services and PodDisruptionBudgets, by namespace and name.
 */
import type { V1PodDisruptionBudget, V1Secret, V1Service } from '@kubernetes/client-node';
import { nameOf, PassiveObject } from './manifests';

export type Data = Record<string, string>;

export class ObjectStore {
  private readonly configMaps = new Map<string, Data>();
  private readonly secrets = new Map<string, Data>();
  private readonly servicesByName = new Map<string, V1Service>();
  private readonly budgetsByName = new Map<string, V1PodDisruptionBudget>();

  public putConfigMap(namespace: string, name: string, data: Data): void {
    this.configMaps.set(key(namespace, name), data);
  }

  public putSecret(namespace: string, name: string, data: Data): void {
    this.secrets.set(key(namespace, name), data);
  }

  public putService(namespace: string, name: string, service: V1Service): void {
    this.servicesByName.set(key(namespace, name), service);
  }

  public putBudget(namespace: string, name: string, budget: V1PodDisruptionBudget): void {
    if (budget.spec?.maxUnavailable === undefined) throw new Error(`PodDisruptionBudget ${name}: only maxUnavailable is emulated`);
    this.budgetsByName.set(key(namespace, name), budget);
  }

  public put(object: PassiveObject): void {
    const { name, namespace } = nameOf(object);
    switch (object.kind) {
      case 'ConfigMap': return this.putConfigMap(namespace, name, object.data ?? {});
      case 'Secret': return this.putSecret(namespace, name, decodedSecret(object));
      case 'Service': return this.putService(namespace, name, object);
      case 'PodDisruptionBudget': return this.putBudget(namespace, name, object);
    }
  }

  public remove(object: PassiveObject): void {
    const { name, namespace } = nameOf(object);
    const objects = { ConfigMap: this.configMaps, Secret: this.secrets, Service: this.servicesByName, PodDisruptionBudget: this.budgetsByName };
    if (!objects[object.kind].delete(key(namespace, name))) throw new Error(`${object.kind} ${name} not found`);
  }

  public configMap(namespace: string, name: string): Data {
    return found(this.configMaps, namespace, name, 'configmap');
  }

  public secret(namespace: string, name: string): Data {
    return found(this.secrets, namespace, name, 'secret');
  }

  /** By `<namespace>/<name>`. */
  public get allConfigMaps(): [string, Data][] {
    return [...this.configMaps];
  }

  public service(namespace: string, name: string): V1Service | undefined {
    return this.servicesByName.get(key(namespace, name));
  }

  public budgets(namespace: string): V1PodDisruptionBudget[] {
    return [...this.budgetsByName].filter(([name]) => name.startsWith(key(namespace, ''))).map(([, budget]) => budget);
  }
}

/** What the containers will see of a Secret's manifest. */
function decodedSecret({ data = {}, stringData = {} }: V1Secret): Data {
  const decoded = Object.entries(data).map(([name, value]) => [name, Buffer.from(value, 'base64').toString()]);
  return { ...Object.fromEntries(decoded), ...stringData };
}

function key(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function found(objects: Map<string, Data>, namespace: string, name: string, kind: string): Data {
  const data = objects.get(key(namespace, name));
  if (data === undefined) throw new Error(`${kind} "${name}" not found`);
  return data;
}
