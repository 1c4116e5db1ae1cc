/**
 * Turns a container of a pod spec into the OCI runtime configuration (config.json) that containerd would hand to runc.
 */
import type { V1Container, V1PodSpec, V1SecurityContext } from '@kubernetes/client-node';
import { containerEnvironment, EnvironmentSources, expand } from './environment';
import { BindMount, bindMount } from './volumes';

export interface OciContext {
  readonly rootFs: string;
  readonly hostname: string;
  readonly networkNamespace: string;
  readonly cgroup: string;

  /** Paths of the pod's volumes by name. */
  readonly volumes: Map<string, string>;

  /** Single files by their path in the container. */
  readonly files: Record<string, string>;

  readonly sources: EnvironmentSources;
}

/** containerd's default set, from which a pod's `drop` and `add` start. */
const DEFAULT_CAPABILITIES = [
  'CHOWN', 'DAC_OVERRIDE', 'FSETID', 'FOWNER', 'MKNOD', 'NET_RAW', 'SETGID', 'SETUID', 'SETFCAP', 'SETPCAP', 'NET_BIND_SERVICE', 'SYS_CHROOT',
  'KILL', 'AUDIT_WRITE',
];

const KERNEL_MOUNTS = [
  { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
  { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'strictatime', 'mode=755', 'size=65536k'] },
  { destination: '/dev/pts', type: 'devpts', source: 'devpts', options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5'] },
  { destination: '/dev/shm', type: 'tmpfs', source: 'shm', options: ['nosuid', 'noexec', 'nodev', 'mode=1777', 'size=65536k'] },
  { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['nosuid', 'noexec', 'nodev', 'ro'] },
];

export function ociSpec(container: V1Container, pod: V1PodSpec, context: OciContext): object {
  // The container's own settings win over the pod's, field by field.
  const security: V1SecurityContext = { ...pod.securityContext, ...container.securityContext };
  const uid = security.runAsUser ?? 0;
  if (security.runAsNonRoot === true && uid === 0) {
    throw new Error(`container ${container.name} has runAsNonRoot and image will run as root`);
  }
  if (container.command === undefined) throw new Error(`container ${container.name} has no command: the entrypoint of an image is not emulated`);
  const environment = containerEnvironment(container, context.sources);
  const files = Object.entries(context.files).map(([destination, source]) => ({ source, destination, readOnly: false }));
  const volumes = (container.volumeMounts ?? []).map(mount => bindMount(mount, context.volumes, pod, environment));
  const capabilities = effectiveCapabilities(security).map(name => `CAP_${name}`);
  return {
    ociVersion: '1.0.2',
    root: { path: context.rootFs, readonly: security.readOnlyRootFilesystem === true },
    hostname: context.hostname,
    process: {
      terminal: false,
      user: { uid, gid: security.runAsGroup ?? 0, additionalGids: additionalGroups(pod) },
      args: [...container.command, ...container.args ?? []].map(argument => expand(argument, environment)),
      env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      cwd: container.workingDir ?? '/data',
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
      noNewPrivileges: security.allowPrivilegeEscalation === false,
    },
    mounts: [...KERNEL_MOUNTS, ...[...files, ...volumes].map(toOciMount)],
    linux: {
      cgroupsPath: context.cgroup,
      namespaces: [...['pid', 'ipc', 'uts', 'mount'].map(type => ({ type })), { type: 'network', path: context.networkNamespace }],
      maskedPaths: ['/proc/kcore', '/proc/keys', '/proc/timer_list', '/sys/firmware'],
      readonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
    },
  };
}

function effectiveCapabilities({ capabilities }: V1SecurityContext): string[] {
  const dropped = capabilities?.drop ?? [];
  const kept = dropped.includes('ALL') ? [] : DEFAULT_CAPABILITIES.filter(name => !dropped.includes(name));
  return [...new Set([...kept, ...capabilities?.add ?? []])];
}

function additionalGroups({ securityContext }: V1PodSpec): number[] {
  const fsGroup = securityContext?.fsGroup;
  return [...securityContext?.supplementalGroups ?? [], ...fsGroup === undefined ? [] : [fsGroup]];
}

function toOciMount({ source, destination, readOnly }: BindMount): object {
  return { destination, type: 'bind', source, options: ['rbind', 'rprivate', readOnly ? 'ro' : 'rw'] };
}
