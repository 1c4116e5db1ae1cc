/**
 * What the kernel says about the processes of a container.
 */
import { readFileSync } from 'fs';
import { OciContainer } from './oci-container';

export interface Process {
  readonly command: string;
  readonly uid: number;
  readonly gid: number;
}

export async function processesOf(container: OciContainer): Promise<Process[]> {
  return (await container.pids()).map(pid => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)![1];
    return { command: field('Name'), uid: Number(field('Uid')), gid: Number(field('Gid')) };
  });
}
