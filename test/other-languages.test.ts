/**
 * What can be told of the examples in Python, Java and Go without their toolchains: test/languages runs them.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');
const DEPENDENCIES = ['cdk8s', 'cdk8s-plus-28', 'constructs'];
/** Its generator and what the generated code runs on have one version. */
const RUNTIME = 'jsii-pacmak';

const SOURCES = {
  python: 'examples/article-python/chart.py',
  java: 'examples/article-java/src/main/java/com/example/ArticleChart.java',
  go: 'examples/article-go/chart.go',
};

test.each(Object.entries(SOURCES))('the README\'s code in %s stands in %s', (language, file) => {
  const blocks = blocksOf('README.md', language);
  expect(blocks).toHaveLength(1);
  expect(unindented(read(file))).toContain(unindented(blocks[0]));
});

test.each([...DEPENDENCIES, RUNTIME])('the Python app pins the %s that is tested here', name => {
  expect(read('examples/article-python/requirements.txt').split('\n')).toContain(`${name === RUNTIME ? 'jsii' : name}==${lockedVersion(name)}`);
});

test.each(DEPENDENCIES)('the Java app pins the %s that is tested here', name => {
  expect(read('examples/article-java/pom.xml').replace(/\s/g, '')).toContain(`<artifactId>${name}</artifactId><version>${lockedVersion(name)}</version>`);
});

test.each([...DEPENDENCIES, RUNTIME])('the Go app pins the %s that is tested here', name => {
  const module = name === RUNTIME ? 'jsii-runtime-go' : `${name.replaceAll('-', '')}/v${lockedVersion(name).split('.')[0]}`;
  expect(read('examples/article-go/go.mod')).toContain(`/${module} v${lockedVersion(name)}`);
});

test.each(['python', 'java', 'go', 'csharp'])('the API in %s names the construct', language => {
  expect(read(`docs/api/${language}.md`)).toContain('RedisSentinelHostPath');
});

test('every language of test/languages has its code in the README', () => {
  const tested = readdirSync(join(__dirname, 'languages')).filter(file => file.endsWith('.test.ts')).map(file => file.replace('.test.ts', ''));
  expect(tested.sort()).toEqual(Object.keys(SOURCES).sort());
});

test('the README names the package of each registry', () => {
  const { name, jsii: { targets: { python, java, go, dotnet } } } = JSON.parse(read('package.json'));
  const rows = read('README.md').split('\n').filter(line => line.startsWith('| '));
  const packages = {
    'TypeScript': `npm install ${name}`,
    'Python': `pip install ${python.distName}`,
    'Java': `${java.maven.groupId}:${java.maven.artifactId}`,
    'Go': `${go.moduleName}/${name.replaceAll('-', '')}`,
    '.NET': `dotnet add package ${dotnet.packageId}`,
  };
  for (const [language, command] of Object.entries(packages)) {
    expect(rows.filter(row => row.startsWith(`| ${language}`) && row.includes(command))).toHaveLength(1);
  }
});

function blocksOf(file: string, language: string): string[] {
  return [...read(file).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code);
}

/** Whatever the depth of the code in its file. */
function unindented(code: string): string {
  return code.replace(/^[ \t]+/gm, '');
}

function lockedVersion(name: string): string {
  return JSON.parse(read('package-lock.json')).packages[`node_modules/${name}`].version;
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
