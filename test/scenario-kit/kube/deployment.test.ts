/**
 * What a Deployment does next, given its pods; without any real pod.
 */
import type { V1DeploymentStrategy } from '@kubernetes/client-node';
import { Deployment } from './deployment';
import { smallDeployment } from './small-workloads';
import { OwnedPod, Plan } from './workloads';

const NOW = 1_000_000;

interface FakePod extends OwnedPod {
  deleted: boolean;
  readySince?: number;
}

describe('a Deployment', () => {
  let pods: FakePod[];
  let deployment: Deployment;
  const manifest = (version: string, replicas: number, strategy: V1DeploymentStrategy, minReadySeconds = 0) =>
    smallDeployment('web', { version }, { replicas, strategy, minReadySeconds });
  const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({ type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } });
  const versions = () => pods.map(pod => pod.identity.spec.containers[0].env![0].value).join('');
  const makeReady = (since = NOW) => pods.forEach(pod => { pod.readySince ??= since; });

  /** Carries out the plan at once; what is deleted is gone. */
  const step = (now = NOW): Plan<FakePod> => {
    const plan = deployment.plan(pods, now);
    const created = plan.create.map(identity => ({ identity, nodeName: 'a', deleted: false }));
    pods = [...pods.filter(pod => !plan.remove.includes(pod)), ...created];
    return plan;
  };
  const start = (replicas: number, strategy: V1DeploymentStrategy, minReadySeconds = 0) => {
    pods = [];
    deployment = new Deployment(manifest('1', replicas, strategy, minReadySeconds));
    step();
    makeReady();
    deployment.update(manifest('2', replicas, strategy, minReadySeconds));
  };

  test('rounds a percentage up for the surge and down for what may be unavailable', () => {
    start(3, rolling('25%', '25%'));
    step();
    expect(versions()).toBe('1112');
    step();
    expect(versions()).toBe('1112');
    makeReady();
    step();
    expect(versions()).toBe('112');
    step();
    expect(versions()).toBe('1122');
  });

  test('never has more unavailable than it may, and waits for those that are not ready', () => {
    start(3, rolling(0, 1));
    step();
    expect(versions()).toBe('11');
    step();
    expect(versions()).toBe('112');
    step();
    expect(versions()).toBe('112');
    makeReady();
    step();
    step();
    expect(versions()).toBe('122');
  });

  test('moves one pod at a time when neither surge nor unavailable are allowed', () => {
    start(3, rolling(0, 0));
    step();
    expect(versions()).toBe('11');
  });

  test('takes an old pod that is not ready first', () => {
    start(3, rolling(0, 1));
    pods[1].readySince = undefined;
    const sick = pods[1];
    expect(step().remove).toEqual([sick]);
  });

  test('takes the old pod that is not ready, and none that is, for the first new one that is ready', () => {
    start(3, rolling(1, 0));
    pods[1].readySince = undefined;
    const sick = pods[1];
    expect(step().remove).toEqual([]);
    pods[3].readySince = NOW;
    expect(step().remove).toEqual([sick]);
  });

  test('counts a pod as available only after minReadySeconds', () => {
    start(1, rolling(1, 0), 10);
    makeReady(NOW);
    step(NOW + 10_000);
    makeReady(NOW + 10_000);
    step(NOW + 19_999);
    expect(versions()).toBe('12');
    step(NOW + 20_000);
    expect(versions()).toBe('2');
  });

  test('replaces an old pod that dies in the middle of a rollout by one of its own revision', () => {
    start(3, rolling(1, 0));
    step();
    pods.shift();
    step();
    expect(versions()).toBe('1121');
  });

  test('goes back to the pods that are still there when the change is taken back', () => {
    start(3, rolling(1, 0));
    step();
    deployment.update(manifest('1', 3, rolling(1, 0)));
    step();
    expect(versions()).toBe('111');
  });

  test('creates new pods after the last old one is wholly gone when it recreates', () => {
    start(2, { type: 'Recreate' });
    const old = [...pods];
    step();
    expect(versions()).toBe('');
    pods = [{ ...old[0], deleted: true }];
    expect(step().create).toEqual([]);
    pods = [];
    step();
    expect(versions()).toBe('22');
  });

  test('replaces a pod as soon as it is being deleted', () => {
    start(1, rolling(1, 0));
    deployment.update(manifest('1', 1, rolling(1, 0)));
    pods[0].deleted = true;
    expect(step().create).toHaveLength(1);
  });

  test('scales, by the pods that are not ready first', () => {
    start(3, rolling(1, 0));
    deployment.update(manifest('1', 3, rolling(1, 0)));
    pods[1].readySince = undefined;
    const sick = pods[1];
    deployment.scale(2);
    expect(step().remove).toEqual([sick]);
    deployment.scale(4);
    expect(step().create).toHaveLength(2);
  });
});
