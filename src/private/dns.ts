import * as kplus from 'cdk8s-plus-28';

/**
 * Gives up on a name server that does not answer before it hurts: Redis and Sentinel stand still while they wait for a name, and a
 * sentinel that has stood still for two seconds stays passive for another thirty.
 */
export const QUICK_DNS: kplus.PodDnsProps = {
  options: [{ name: 'timeout', value: '1' }, { name: 'attempts', value: '2' }],
};
