/**
 * The Maven artifact, from a repository in dist/java, and the app in examples/article-java.
 */
import { rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { copyOfExample, GOLDEN, manifestOf, PACKAGE_TIMEOUT, packageFor, remove, VERSION } from './built-package';
import { run } from './run';
import { MAVEN_CACHE } from '../../tools/package-all/maven-cache';
import { standIns } from '../../tools/package-all/stand-ins';

let app: string;
let maven: (...goals: string[]) => Promise<string>;

beforeAll(async () => {
  const dist = await packageFor('java');
  app = copyOfExample('article-java');
  const settings = join(app, 'settings.xml');
  writeFileSync(settings, settingsWith([dist, ...standIns('java').map(({ folder }) => folder)]));
  // Maven never asks again for a version that it has.
  rmSync(join(MAVEN_CACHE, 'dev/cdk8s-redis-sentinel-hostpath'), { recursive: true, force: true });
  const args = ['--batch-mode', '--no-transfer-progress', '--settings', settings,
    `-Dmaven.repo.local=${MAVEN_CACHE}`, `-Dredis-sentinel-hostpath.version=${VERSION}`];
  maven = async (...goals) => run('mvn', [...args, ...goals], { cwd: app });
}, PACKAGE_TIMEOUT);

afterAll(() => remove(app));

test('the Java app synthesises the article\'s manifest, byte for byte', async () => {
  await maven('compile', 'exec:java');
  expect(manifestOf(app)).toBe(GOLDEN);
});

test('a prop that cannot work is a JsiiException with our message, as the app\'s own tests say', async () => {
  expect(await maven('test')).toMatch(/Tests run: 2, Failures: 0, Errors: 0, Skipped: 0.* com\.example\.ArticleChartTest$/m);
});

function settingsWith(folders: string[]): string {
  const repositories = folders.map((folder, i) => `<repository><id>local-${i}</id><url>file://${folder}</url></repository>`).join('');
  return `<settings>
  <profiles><profile><id>local</id><repositories>${repositories}</repositories></profile></profiles>
  <activeProfiles><activeProfile>local</activeProfile></activeProfiles>
</settings>
`;
}
