/**
 * What the kernel says about the processes of a container, and signals to one of them: the first process may be a shell that looks after the rest.
 */
import { readFileSync, readlinkSync } from 'fs';
import { OciContainer } from './oci-container';

export interface Process {
  readonly pid: number;
  readonly command: string;
  readonly uid: number;
  readonly gid: number;
}

/** Without those that end meanwhile, and those of probes that are runc still: a copy of it, unlinked, is `/`. */
export async function processesOf(container: OciContainer): Promise<Process[]> {
  return (await container.pids()).flatMap(pid => {
    const status = statusOf(pid);
    const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)![1];
    return status === '' ? [] : [{ pid, command: field('Name'), uid: Number(field('Uid')), gid: Number(field('Gid')) }];
  });
}

/** Throws when no process of the container runs that command. */
export async function signalCommand(container: OciContainer, command: string, signal: NodeJS.Signals): Promise<void> {
  const processes = await processesOf(container);
  const meant = processes.filter(candidate => candidate.command === command);
  if (meant.length === 0) throw new Error(`no ${command} in the container, only ${processes.map(candidate => candidate.command).join(', ')}`);
  for (const { pid } of meant) process.kill(pid, signal);
}

/** Empty when it is none of the container's own, or has ended meanwhile. */
function statusOf(pid: number): string {
  try {
    const program = readlinkSync(`/proc/${pid}/exe`);
    return program === '/' || program.includes('runc') ? '' : readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
