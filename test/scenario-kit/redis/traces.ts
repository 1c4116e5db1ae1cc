/**
 * Looks for a text, such as a password, where it must not be: logs, argument lists, ConfigMaps, pod specs, world-readable files of containers.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Cluster } from '../kube/cluster';
import { Pod } from '../kube/pod';
import { pause } from '../pause';
import { run } from '../run-program';

const SAMPLE_MS = 10;

/** Nothing is written there after the image was made. */
const IMAGE_FOLDERS = ['usr', 'lib', 'lib64', 'bin', 'sbin'];
const KERNEL_FOLDERS = ['proc', 'sys', 'dev'];

/** Where it was found, one line each. Argument lists are watched for a while, because the command of a probe lives for milliseconds. */
export async function tracesOf(text: string, cluster: Cluster, watchMs: number): Promise<string[]> {
  return [
    ...inLogs(text, cluster.logs),
    ...cluster.objects.allConfigMaps.flatMap(([name, data]) => keysWith(text, data).map(key => `ConfigMap ${name}, key ${key}`)),
    ...cluster.pods.filter(pod => stringsOf(pod.identity.spec).some(value => value.includes(text))).map(pod => `spec of pod ${pod.name}`),
    ...(await Promise.all(cluster.pods.map(async pod => inReadableFiles(text, pod)))).flat(),
    ...await inArgumentLists(text, watchMs),
  ];
}

function inLogs(text: string, folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return entries.map(entry => join(entry.parentPath, entry.name)).filter(file => holds(text, file)).map(file => `log ${file}`);
}

function keysWith(text: string, data: Record<string, string>): string[] {
  return Object.keys(data).filter(key => data[key].includes(text));
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

/** Of the running containers: what anybody may read and reach. */
async function inReadableFiles(text: string, pod: Pod): Promise<string[]> {
  const found = await Promise.all(runningIn(pod).map(async ({ name, pid }) => {
    const root = `/proc/${pid}/root`;
    const unwanted = [...IMAGE_FOLDERS, ...KERNEL_FOLDERS].flatMap(folder => ['-path', `${root}/${folder}`, '-prune', '-o']);
    const unreachable = ['-type', 'd', '!', '-perm', '-o=x', '-prune', '-o'];
    const files = await run('find', [`${root}/`, '-ignore_readdir_race', ...unwanted, ...unreachable, '-type', 'f', '-perm', '-o=r', '-print0']);
    return files.split('\0').filter(file => file !== '' && holds(text, file)).map(file => `${pod.name}, ${name}: ${file.slice(root.length)}`);
  }));
  return found.flat();
}

/** Without those that wait for their next start. */
function runningIn(pod: Pod): { name: string; pid: number }[] {
  return pod.containers.flatMap(container => {
    try {
      return [{ name: container.name, pid: container.running.pid }];
    } catch {
      return [];
    }
  });
}

/** Of every process that this one sees, watched for a while, because helpers live for milliseconds. */
export async function inArgumentLists(text: string, watchMs: number): Promise<string[]> {
  const found = new Set<string>();
  const deadline = Date.now() + watchMs;
  do {
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      const argumentList = contentOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
      if (argumentList.includes(text)) found.add(`argument list ${argumentList}`);
    }
    await pause(SAMPLE_MS);
  } while (Date.now() < deadline);
  return [...found];
}

function holds(text: string, file: string): boolean {
  return contentOf(file).includes(text);
}

/** Empty when it has gone meanwhile. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
