/**
 * An image that a node has as far as the scheduler can tell: containerd and kubelet report it with the size that it declares. Nobody can start it,
 * for its only layer is not there, so that gigabytes cost nothing.
 */
import { createHash } from 'crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { kubectl } from './kube/kubectl';
import { LabNode } from './lab/node';
import { run } from '../scenario-kit/run-program';
import { until } from '../scenario-kit/until';

const CTR = ['ctr', '--address', '/run/containerd/containerd.sock', '--namespace', 'k8s.io', 'images'];
const OCI = 'application/vnd.oci.image';

/** The kubelet looks at its images every 30 s and reports every 10 s. */
const REPORTED_MS = 90_000;

/** @param name with its registry, as containerd tells it to the kubelet */
export async function declareImage(nodes: LabNode[], name: string, size: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  writeLayout(folder, name, size);
  for (const node of nodes) {
    await run('tar', ['-cf', node.disk('data/declared.tar'), '-C', folder, '.']);
    await node.run(...CTR, 'import', '--no-unpack', '/data/declared.tar');
    rmSync(node.disk('data/declared.tar'));
  }
  rmSync(folder, { recursive: true });
  await reported(nodes, name, true);
}

/** @param names all that it has */
export async function removeImage(nodes: LabNode[], ...names: string[]): Promise<void> {
  for (const node of nodes) await node.run(...CTR, 'rm', ...names);
}

/** Waits until the scheduler can know whether the nodes have it. */
export async function reported(nodes: LabNode[], image: string, there: boolean): Promise<void> {
  const what = `the kubelets report that ${image} is ${there ? '' : 'not '}there`;
  await until(async () => {
    const lists = await Promise.all(nodes.map(async ({ name }) => kubectl('get', 'node', name, '-o', 'jsonpath={.status.images[*].names[*]}')));
    return lists.every(list => list.split(' ').includes(image) === there);
  }, { what, within: REPORTED_MS });
}

function writeLayout(folder: string, name: string, size: number): void {
  const blobs = join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (content: object) => {
    const text = JSON.stringify(content);
    const digest = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(blobs, digest), text);
    return { digest: `sha256:${digest}`, size: text.length };
  };
  const layer = `sha256:${'0'.repeat(64)}`;
  const config = put({ architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: [layer] }, history: [] });
  const manifest = put({
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: { mediaType: `${OCI}.config.v1+json`, ...config },
    layers: [{ mediaType: `${OCI}.layer.v1.tar`, digest: layer, size }],
  });
  const annotations = { 'io.containerd.image.name': name };
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType: `${OCI}.manifest.v1+json`, ...manifest, annotations }] }));
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
}
