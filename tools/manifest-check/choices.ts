/**
 * Types whose fields exclude each other, such as the handlers of a probe.
 */
import { Finding } from './finding';
import { Part } from './parts';

interface Choice {
  /** Whether a field is one of those that exclude each other. */
  readonly isChoice: (field: string) => boolean;
  readonly needed: boolean;
  readonly what: string;
}

const CHOICES = new Map<string, Choice>(Object.entries<Choice>({
  V1EnvVar: { isChoice: among('value', 'valueFrom'), needed: false, what: 'value and valueFrom' },
  V1EnvVarSource: { isChoice: () => true, needed: true, what: 'the sources of a value' },
  V1LifecycleHandler: { isChoice: () => true, needed: true, what: 'the handlers' },
  V1PodDisruptionBudgetSpec: { isChoice: among('minAvailable', 'maxUnavailable'), needed: false, what: 'minAvailable and maxUnavailable' },
  V1Probe: { isChoice: among('exec', 'grpc', 'httpGet', 'tcpSocket'), needed: true, what: 'exec, grpc, httpGet and tcpSocket' },
  V1Volume: { isChoice: field => field !== 'name', needed: false, what: 'the kinds of volumes' },
}));

export function checkChoice({ type, value, path }: Part): Finding[] {
  const choice = CHOICES.get(type);
  if (!choice) {
    return [];
  }
  const chosen = Object.keys(value).filter(choice.isChoice);
  const fits = chosen.length === 1 || (chosen.length === 0 && !choice.needed);
  const wanted = choice.needed ? 'needs exactly one' : 'takes at most one';
  return fits ? [] : [{ path, message: `${wanted} of ${choice.what}, but has ${chosen.join(', ') || 'none'}` }];
}

function among(...fields: string[]): (field: string) => boolean {
  return field => fields.includes(field);
}
