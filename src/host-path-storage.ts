import * as kplus from 'cdk8s-plus-28';

/**
 * The folder on a node's own disk below which shards keep their data.
 *
 * Each pod sees nothing but its own folder in it: `<path>/<namespace>/<pod name>`, which is made at the
 * first start. Changing `path` or `perNamespace` later leaves the data behind in the old place.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
 */
export interface HostPathStorage {
  /**
   * Absolute path of the folder on every node, on the local SSD.
   *
   * @default '/data/redis_data'
   */
  readonly path?: string;

  /**
   * Whether the folder of a pod lies in one of its namespace: `<path>/<namespace>/<pod name>`.
   *
   * `false` makes it `<path>/<pod name>`, as in the article, for a set that already has its data there. Equal names in two
   * namespaces would share a folder then; the second set refuses to start on the data of the first.
   *
   * @default true
   */
  readonly perNamespace?: boolean;

  /**
   * What the kubelet demands of the path before it starts a pod.
   *
   * `DIRECTORY` refuses to start where the folder is missing, for example because the SSD is not mounted;
   * `DIRECTORY_OR_CREATE` and `DEFAULT` would silently put the data on the system disk then. The other types are refused: they hold no data.
   *
   * @default HostPathVolumeType.DIRECTORY
   */
  readonly type?: kplus.HostPathVolumeType;
}
