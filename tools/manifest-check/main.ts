/**
 * `tsx tools/manifest-check/main.ts FILE…`: checks manifests strictly against every known Kubernetes version.
 *
 * Each file is checked by itself: objects of the same name in two files are no duplicates.
 *
 * Exit code: 0 where all is well; 1 where an object has a problem; 2 where a file cannot be read, or none was named.
 */
import { checkManifests } from './check-manifests';
import { KUBERNETES_VERSIONS, versionWords } from './definitions';
import { readManifests } from './read-manifests';

process.exitCode = main(process.argv.slice(2));

function main(files: string[]): number {
  if (files.length === 0) {
    console.error('Name one manifest or more: tsx tools/manifest-check/main.ts FILE…');
    return 2;
  }
  try {
    const found = files.map(file => ({ file, manifests: readManifests(file) }));
    const problems = found.flatMap(({ file, manifests }) => checkManifests(manifests).map(problem => `${file}: ${problem}`));
    problems.forEach(problem => console.log(problem));
    const objects = found.reduce((sum, { manifests }) => sum + manifests.length, 0);
    console.log(`${objects} objects, ${problems.length} problems (Kubernetes ${versionWords(KUBERNETES_VERSIONS)})`);
    return problems.length === 0 ? 0 : 1;
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
}
