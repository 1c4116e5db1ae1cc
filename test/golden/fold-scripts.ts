/**
 * Manifests for people to read: of each script its name and a short hash, and nothing that changes with every script.
 *
 * What is folded is no manifest any more: the pods would start with a hash in place of their program.
 */
import { createHash } from 'crypto';
import { Yaml } from 'cdk8s';

const CHECKSUM = /^[0-9a-f]{64}$/;

/** For `expect.addSnapshotSerializer`: what `Testing.synth` returns is written as `foldedYaml` has it. */
export const foldedManifests: jest.SnapshotSerializerPlugin = {
  test: (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isManifest),
  print: value => foldedYaml(value as unknown[]),
};

/** The objects as in their `.k8s.yaml`, but folded. */
export function foldedYaml(objects: unknown[]): string {
  return Yaml.stringify(...objects.map(foldScripts));
}

function foldScripts(object: unknown): unknown {
  return JSON.parse(JSON.stringify(object, (name, value) => typeof value === 'string' ? folded(name, value) : value));
}

function folded(name: string, value: string): string {
  if (name.endsWith('.sh')) return `<script, sha256 ${sha256(value).slice(0, 12)}>`;
  if (name === 'checksum/config' && CHECKSUM.test(value)) return '<sha256 of what the pod reads>';
  return value;
}

function isManifest(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'apiVersion' in value && 'kind' in value;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
