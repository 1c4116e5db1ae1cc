/**
 * Pods as text for the message of a failed test: state, events, and the end of every container's log.
 */
import { existsSync, readFileSync } from 'fs';
import { Pod } from './pod';

const LOG_LINES = 15;

export function describePods(pods: Pod[]): string {
  return pods.map(describePod).join('\n');
}

function describePod(pod: Pod): string {
  const restarts = pod.containers.map(container => `${container.name} ${container.ready ? 'ready' : 'not ready'}, ${container.restarts} restarts`);
  const names = [...pod.identity.spec.initContainers ?? [], ...pod.identity.spec.containers].map(container => container.name);
  return [
    `pod ${pod.name} on ${pod.nodeName} (${pod.address || 'no address'}): ${pod.phase}${pod.deleted ? ', deleted' : ''}; ${restarts.join('; ')}`,
    ...pod.events.map(event => `  event ${event}`),
    ...names.flatMap(name => tail(pod.logFile(name)).map(line => `  ${name} | ${line}`)),
  ].join('\n');
}

function tail(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_LINES) : [];
}
