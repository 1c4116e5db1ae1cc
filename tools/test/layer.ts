/**
 * A layer of the tests, and what comes out of it.
 */
import { ensureDebianPackages, PackageGroup } from './debian-packages';
import { runCommand } from '../shared/command';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Why it failed, where the layer's own output does not say it. */
  readonly message?: string;
}

export interface Layer {
  readonly name: string;
  readonly title: string;
  run(): Promise<Outcome>;
}

/**
 * A layer that is one command, which passes or fails as a whole.
 */
export function commandLayer(name: string, title: string, program: string, ...args: string[]): Layer {
  return {
    name,
    title,
    async run() {
      const status = await runCommand(program, args);
      return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, message: `exit code ${status}` };
    },
  };
}

/**
 * The layer without which the others could not run: the programs beside Node.
 */
export function packagesLayer(name: string, title: string, group: PackageGroup): Layer {
  return {
    name,
    title,
    async run() {
      await ensureDebianPackages(group);
      return { passed: 1, failed: 0 };
    },
  };
}
