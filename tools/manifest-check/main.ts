/**
 * `tsx tools/manifest-check/main.ts FILE…`: checks manifests strictly against every known Kubernetes version.
 *
 * Exit code: 0 where all is well; 1 where an object has a problem; 2 where a file cannot be read, or none was named.
 */
import { readFileSync } from 'fs';
import { parseAllDocuments } from 'yaml';
import { checkManifests } from './check-manifests';
import { KUBERNETES_VERSIONS } from './kubernetes-types';

process.exitCode = main(process.argv.slice(2));

function main(files: string[]): number {
  if (files.length === 0) {
    console.error('Name one manifest or more: tsx tools/manifest-check/main.ts FILE…');
    return 2;
  }
  try {
    const found = files.map(file => ({ file, manifests: read(file) }));
    const problems = found.flatMap(({ file, manifests }) => checkManifests(manifests).map(problem => `${file}: ${problem}`));
    problems.forEach(problem => console.log(problem));
    const objects = found.reduce((sum, { manifests }) => sum + manifests.length, 0);
    console.log(`${objects} objects, ${problems.length} problems (Kubernetes ${KUBERNETES_VERSIONS.join(', ')})`);
    return problems.length === 0 ? 0 : 1;
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
}

function read(file: string): unknown[] {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'), { version: '1.1' });
  return documents.map(document => {
    const [error] = document.errors;
    if (error) {
      throw new Error(`${file}: ${error.message}`);
    }
    return document.toJS() as unknown;
  }).filter(manifest => manifest !== null);
}
