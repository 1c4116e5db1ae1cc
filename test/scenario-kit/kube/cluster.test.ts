/**
 * The emulation itself: what a pod meets when it starts, ends, or loses its node or network.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import { until } from '../until';
import { Cluster } from './cluster';
import { kubeObjects } from './manifests';
import { Pod } from './pod';
import { run } from '../run-program';

const MANIFESTS = `
apiVersion: v1
kind: ConfigMap
metadata: { name: script, namespace: shop }
data:
  serve.sh: |
    trap 'echo bye; echo gone > /data/last; exit 0' TERM
    echo "$MEMBER" > /state/member
    nc -ll -p 7000 -e cat /etc/hostname & while :; do sleep 0.1; done
---
apiVersion: v1
kind: Service
metadata: { name: desk, namespace: shop }
spec: { clusterIP: None, publishNotReadyAddresses: true, selector: { app: desk } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: desk, namespace: shop }
spec:
  serviceName: desk
  selector: { matchLabels: { app: desk } }
  template:
    metadata: { labels: { app: desk } }
    spec:
      affinity:
        nodeAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - { weight: 80, preference: { matchExpressions: [{ key: disk, operator: In, values: [home] }] } }
            - { weight: 20, preference: { matchExpressions: [{ key: disk, operator: In, values: [backup] }] } }
      securityContext: { runAsNonRoot: true, fsGroup: 1000 }
      terminationGracePeriodSeconds: 5
      initContainers:
        - name: own
          command: [chown, "999:1000", /data]
          securityContext: { runAsUser: 0, runAsNonRoot: false, capabilities: { drop: [ALL], add: [CHOWN] } }
          volumeMounts: [{ name: disk, mountPath: /data, subPathExpr: $(POD) }]
          env: [{ name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]
      containers:
        - name: server
          command: [/bin/sh, /config/serve.sh]
          securityContext: { runAsUser: 999, runAsGroup: 1000, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
          env:
            - { name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
            - { name: MEMBER, value: $(POD).desk }
          ports: [{ containerPort: 7000 }]
          readinessProbe: { tcpSocket: { port: 7000 }, periodSeconds: 1 }
          volumeMounts:
            - { name: disk, mountPath: /data, subPathExpr: $(POD) }
            - { name: config, mountPath: /config }
            - { name: secret, mountPath: /secret }
            - { name: state, mountPath: /state }
      volumes:
        - { name: disk, hostPath: { path: /ssd, type: Directory } }
        - { name: config, configMap: { name: script } }
        - { name: secret, secret: { secretName: key, defaultMode: 256 } }
        - { name: state, emptyDir: { medium: Memory } }
`;

describe('the emulated cluster', () => {
  let cluster: Cluster;
  const desk = () => cluster.pod('desk-0');
  const server = () => desk().container('server');
  const ready = async (): Promise<Pod> => until(() => desk().ready && desk(), { within: 10_000, what: 'desk-0 is ready', describe: () => cluster.describe() });
  const sh = async (script: string) => server().running.exec(['sh', '-c', script], 5_000);

  beforeAll(async () => {
    cluster = await Cluster.create('cluster');
    await cluster.addNode('backup', { disk: 'backup' });
    await cluster.addNode('home', { disk: 'home' });
    cluster.apply(kubeObjects(MANIFESTS));
  });

  afterAll(async () => cluster.close());

  test('holds a pod back until its Secret and its hostPath folder are there', async () => {
    await until(() => desk().events.some(event => event.includes('ssd is not a directory')), { within: 5_000, what: 'the missing folder is reported' });
    for (const node of ['home', 'backup']) cluster.node(node).makeFolder('/ssd');
    await until(() => desk().events.some(event => event.includes('secret "key" not found')), { within: 5_000, what: 'the missing Secret is reported' });
    cluster.objects.putSecret('shop', 'key', { word: 'sesame' });
    expect((await ready()).nodeName).toBe('home');
  });

  test('runs the container as its pod spec says', async () => {
    expect(await sh('id; cat /state/member; cat /secret/word; hostname')).toBe('uid=999(redis) gid=1000(redis) groups=1000(redis)\ndesk-0.desk\nsesamedesk-0\n');
    expect(await sh('stat -c "%a %u:%g" /data /secret/..data/word /state')).toBe('755 999:1000\n440 0:1000\n2777 0:1000\n');
    expect(await sh('grep -E "CapEff|NoNewPrivs" /proc/1/status')).toMatch(/CapEff:\s0+\nNoNewPrivs:\s1/);
    await expect(sh('touch /here')).rejects.toThrow('Read-only file system');
  });

  test('gives the pod a name', async () => {
    expect(await sh('nslookup desk-0.desk.shop.svc.cluster.local')).toContain(`Address: ${desk().address}`);
    expect(await sh('nc desk-0.desk.shop.svc 7000 < /dev/null')).toBe('desk-0\n');
    await expect(sh('nslookup nobody.shop.svc.cluster.local')).rejects.toThrow('NXDOMAIN');
  });

  test('restarts a killed container in place', async () => {
    const { address } = desk();
    const { pid } = server().running;
    server().kill();
    await until(() => server().running.pid !== pid, { within: 5_000, what: 'another container runs' });
    expect([desk().address, server().restarts]).toEqual([address, 1]);
  });

  test('ends a deleted pod by SIGTERM and re-creates it under a new address on the same disk', async () => {
    const { address } = await ready();
    await cluster.deletePod(desk());
    const reborn = await ready();
    expect(reborn.address).not.toBe(address);
    expect(readFileSync(reborn.logFile('server'), 'utf8')).toContain('bye');
    expect(readFileSync(join(cluster.node('home').disk, 'ssd/desk-0/last'), 'utf8')).toBe('gone\n');
  });

  test('cuts a node off without harming what runs on it', async () => {
    const { address } = await ready();
    const connect = async () => run('bash', ['-c', `: </dev/tcp/${address}/7000`], { timeoutMs: 500 }).then(() => true);
    await until(connect, { within: 5_000, what: 'the pod answers' });
    await cluster.node('home').unplug();
    await expect(connect()).rejects.toThrow('no answer within 500 ms');
    await cluster.node('home').plugIn();
    await until(connect, { within: 5_000, what: 'the pod answers again' });
    expect(desk().ready).toBe(true);
  });

  test('never moves a StatefulSet pod off a dead node unless it is deleted by force', async () => {
    await cluster.node('home').powerOff();
    await cluster.deletePod(desk());
    expect([desk().nodeName, desk().phase, cluster.pods.length]).toEqual(['home', 'NodeLost', 1]);
    await cluster.deletePod(desk(), { force: true });
    expect((await ready()).nodeName).toBe('backup');
  });

  test('starts the pods of a node again when its power is back', async () => {
    const { address } = desk();
    await cluster.node('backup').powerOff();
    await cluster.node('backup').powerOn();
    expect((await ready()).address).not.toBe(address);
  });
});
