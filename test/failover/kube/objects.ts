/**
 * The passive objects of a cluster: ConfigMaps, Secrets and Services, by namespace and name.
 */
import type { V1Service } from '@kubernetes/client-node';

export type Data = Record<string, string>;

export class ObjectStore {
  private readonly configMaps = new Map<string, Data>();
  private readonly secrets = new Map<string, Data>();
  private readonly servicesByName = new Map<string, V1Service>();

  public putConfigMap(namespace: string, name: string, data: Data): void {
    this.configMaps.set(key(namespace, name), data);
  }

  public putSecret(namespace: string, name: string, data: Data): void {
    this.secrets.set(key(namespace, name), data);
  }

  public putService(namespace: string, name: string, service: V1Service): void {
    this.servicesByName.set(key(namespace, name), service);
  }

  public configMap(namespace: string, name: string): Data {
    return found(this.configMaps, namespace, name, 'configmap');
  }

  public secret(namespace: string, name: string): Data {
    return found(this.secrets, namespace, name, 'secret');
  }

  public service(namespace: string, name: string): V1Service | undefined {
    return this.servicesByName.get(key(namespace, name));
  }
}

function key(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function found(objects: Map<string, Data>, namespace: string, name: string, kind: string): Data {
  const data = objects.get(key(namespace, name));
  if (data === undefined) throw new Error(`${kind} "${name}" not found`);
  return data;
}
