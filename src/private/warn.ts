import { Construct } from 'constructs';

/**
 * Tells the user of something that works but should not stay: on standard error, and in the construct's metadata,
 * where tests and tools can read it. cdk8s has no annotations of its own.
 */
export function warn(scope: Construct, message: string): void {
  scope.node.addMetadata('warning', message);
  process.stderr.write(`[warning at ${scope.node.path}] ${message}\n`);
}
