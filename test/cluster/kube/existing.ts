/**
 * Whether the scenarios run on a cluster that was there before, named by KUBECONFIG, whose nodes they cannot break.
 */
export const EXISTING = process.env.CLUSTER_EXISTING !== undefined;

/** For tests that take a node's power or cable, or look into its processes: on an existing cluster they are reported as skipped. */
export const labTest = EXISTING ? test.skip : test;
export const describeOnLab = EXISTING ? describe.skip : describe;
