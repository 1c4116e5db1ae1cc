import { posix } from 'path';
import { HostPathVolumeType } from 'cdk8s-plus-28';
import { invalid } from './invalid';
import { HostPathStorage } from '../../host-path-storage';

/** The article's. */
const DEFAULT_PATH = '/data/redis_data';

/** Folders that hold other mounts and system folders: data belongs deeper than this. */
const SHARED_FOLDERS = ['/', '/home', '/media', '/mnt', '/opt', '/srv', '/var', '/var/lib'];

/** Folders of the node's own, in which no data may be kept, however deep. */
const SYSTEM_TREES = [
  '/bin', '/boot', '/dev', '/etc', '/lib', '/lib32', '/lib64', '/proc', '/root', '/run', '/sbin', '/sys', '/tmp', '/usr',
  '/var/cache', '/var/lib/cni', '/var/lib/containerd', '/var/lib/docker', '/var/lib/etcd', '/var/lib/kubelet',
  '/var/log', '/var/run', '/var/tmp',
];

/** What the kubelet takes for, or makes, a folder. */
const FOLDER_TYPES = [HostPathVolumeType.DIRECTORY, HostPathVolumeType.DIRECTORY_OR_CREATE, HostPathVolumeType.DEFAULT];

/**
 * The storage of the shards, every default filled in.
 */
export interface ResolvedStorage {
  readonly path: string;
  readonly perNamespace: boolean;
  readonly type: HostPathVolumeType;
}

/**
 * Fills in the defaults of the storage and refuses what cannot work.
 */
export function resolveStorage(storage: HostPathStorage): ResolvedStorage {
  const resolved: ResolvedStorage = {
    path: storage.path ?? DEFAULT_PATH,
    perNamespace: storage.perNamespace ?? true,
    type: storage.type ?? HostPathVolumeType.DIRECTORY,
  };
  assertHostPath('storage.path', resolved.path);
  assertFolderType('storage.type', resolved.type);
  return resolved;
}

/**
 * Refuses types of a hostPath that hold no files.
 */
function assertFolderType(prop: string, type: HostPathVolumeType): void {
  if (!FOLDER_TYPES.includes(type)) {
    throw invalid({ prop, value: type, allowed: FOLDER_TYPES.map(folder => `"${folder}"`).join(', '), because: 'Redis keeps its data in a folder' });
  }
}

/**
 * Refuses paths that are not absolute, or where data would get in the way of the node's own.
 */
function assertHostPath(prop: string, path: string): void {
  const problem = (allowed: string, because?: string) => invalid({ prop, value: path, allowed, because });
  if (!path.startsWith('/')) {
    throw problem(`an absolute path, such as ${DEFAULT_PATH}`);
  }
  if (/[\0\r\n:]/.test(path) || path.split('/').includes('..')) {
    throw problem('a path without "..", ":" and line breaks');
  }
  const folder = withoutExtraSlashes(path);
  const tree = SYSTEM_TREES.find(system => folder === system || folder.startsWith(`${system}/`));
  if (tree || SHARED_FOLDERS.includes(folder)) {
    throw problem(`a folder on the local disk made for data, such as ${DEFAULT_PATH}`, `${tree ?? folder} belongs to the node's system`);
  }
}

/**
 * The path without doubled or trailing slashes.
 */
export function withoutExtraSlashes(path: string): string {
  const plain = posix.normalize(path);
  return plain === '/' ? plain : plain.replace(/\/$/, '');
}
