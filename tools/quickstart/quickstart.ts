/**
 * Synthesises a chart with one set, checks it and prints how to install it.
 */
import { relative } from 'path';
import { App, Chart } from 'cdk8s';
import { summary } from './summary';
import { synthesise } from './synthesise';
import { RedisSentinelHostPath } from '../../src';

/**
 * @returns the exit code: 1 where the set cannot be synthesised or an object would be refused
 */
export function quickstart(chartIn: (app: App) => Chart & { readonly redis: RedisSentinelHostPath }, folder: string): number {
  try {
    const { chart, objects, manifest } = synthesise(chartIn, folder);
    console.log(summary(chart.redis, objects, relative(process.cwd(), manifest)));
    return 0;
  } catch (error) {
    // The message is written for the user, the stack is not.
    console.error((error as Error).message);
    return 1;
  }
}
