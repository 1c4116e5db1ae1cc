import { RedisSentinelHostPath, RedisSentinelHostPathProps } from '../../src';
import { testChart } from '../support';

/**
 * Building a set with these props, to be expected to throw or not.
 */
export function building(props: RedisSentinelHostPathProps, namespace?: string): () => void {
  return () => new RedisSentinelHostPath(testChart({ namespace }), 'redis', props);
}
