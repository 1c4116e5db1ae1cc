/**
 * The volumes of a pod as the kubelet prepares them: who owns what, with which mode, and what must exist beforehand.
 *
 * A hostPath lies below a folder that stands for the node's disk. An emptyDir is a plain folder, whatever its medium:
 * it lives as long as the pod, and its size limit is not enforced.
 */
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import type { V1KeyToPath, V1PodSpec, V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import { Environment, EnvironmentSources, expand } from './environment';

export interface VolumeHost {
  /** The folder of this pod's volumes on its node. */
  readonly folder: string;

  /** The folder that stands for the node's disk. */
  readonly disk: string;
}

/** A folder or file of the node, where a container wants it. */
export interface BindMount {
  readonly source: string;
  readonly destination: string;
  readonly readOnly: boolean;
}

/** Makes every volume of a pod; throws, as a pod event reads, where one cannot be had yet. */
export function prepareVolumes(spec: V1PodSpec, host: VolumeHost, sources: EnvironmentSources): Map<string, string> {
  const fsGroup = spec.securityContext?.fsGroup;
  return new Map((spec.volumes ?? []).map(volume => [volume.name, prepareVolume(volume, host, sources, fsGroup)]));
}

export function bindMount(mount: V1VolumeMount, volumes: Map<string, string>, spec: V1PodSpec, environment: Environment): BindMount {
  const volume = spec.volumes?.find(({ name }) => name === mount.name);
  const path = volumes.get(mount.name);
  if (volume === undefined || path === undefined) throw new Error(`volumeMount ${mount.name} names no volume`);
  const subPath = mount.subPathExpr !== undefined ? expand(mount.subPathExpr, environment) : mount.subPath ?? '';
  const source = join(path, subPath);
  // The kubelet gives a new subPath folder the mode of the volume and leaves it root's.
  if (!existsSync(source)) {
    mkdirSync(source, { recursive: true });
    if (subPath !== '') chmodSync(source, statSync(path).mode);
  }
  const neverWritable = volume.configMap !== undefined || volume.secret !== undefined;
  return { source, destination: mount.mountPath, readOnly: mount.readOnly === true || neverWritable };
}

function prepareVolume(volume: V1Volume, host: VolumeHost, sources: EnvironmentSources, fsGroup?: number): string {
  const path = join(host.folder, volume.name);
  if (volume.hostPath !== undefined) {
    return hostPath(volume.name, join(host.disk, volume.hostPath.path), volume.hostPath.type ?? '');
  } else if (volume.emptyDir !== undefined) {
    mkdirSync(path, { recursive: true });
    own(path, 0o777, fsGroup);
  } else if (volume.configMap !== undefined) {
    writeFiles(path, sources.configMap(volume.configMap.name!), volume.configMap.items, volume.configMap.defaultMode, fsGroup);
  } else if (volume.secret !== undefined) {
    writeFiles(path, sources.secret(volume.secret.secretName!), volume.secret.items, volume.secret.defaultMode, fsGroup);
  } else {
    throw new Error(`volume ${volume.name}: only hostPath, emptyDir, configMap and secret are emulated`);
  }
  return path;
}

function hostPath(name: string, path: string, type: string): string {
  if (!['', 'Directory', 'DirectoryOrCreate'].includes(type)) throw new Error(`volume ${name}: hostPath type ${type} is not emulated`);
  const directory = existsSync(path) && statSync(path).isDirectory();
  if (type === 'Directory' && !directory) throw new Error(`MountVolume.SetUp failed for volume "${name}": hostPath type check failed: ${path} is not a directory`);
  if (!directory) mkdirSync(path, { recursive: true, mode: 0o755 });
  return path;
}

/** One file per key behind the ..data link by which the kubelet swaps all of them at once. */
function writeFiles(path: string, data: Record<string, string>, items?: V1KeyToPath[], defaultMode = 0o644, fsGroup?: number): void {
  const files = items ?? Object.keys(data).map(key => ({ key, path: key }));
  const generation = '..generation';
  rmSync(path, { recursive: true, force: true });
  mkdirSync(join(path, generation), { recursive: true });
  own(path, 0o777, fsGroup);
  own(join(path, generation), 0o755, fsGroup);
  symlinkSync(generation, join(path, '..data'));
  for (const item of files) {
    if (data[item.key] === undefined) throw new Error(`references non-existent key ${item.key}`);
    if (item.path.includes('/')) throw new Error(`the path ${item.path} of key ${item.key} has folders, which is not emulated`);
    const file = join(path, generation, item.path);
    writeFileSync(file, data[item.key]);
    own(file, (item as V1KeyToPath).mode ?? defaultMode, fsGroup);
    symlinkSync(join('..data', item.path), join(path, item.path));
  }
}

/** A group that shall use the volume gets it set-gid, and its read-only files at least readable. */
function own(path: string, mode: number, fsGroup?: number): void {
  if (fsGroup === undefined) return chmodSync(path, mode);
  chownSync(path, 0, fsGroup);
  // eslint-disable-next-line no-bitwise
  chmodSync(path, mode | (statSync(path).isDirectory() ? 0o2550 : 0o440));
}
