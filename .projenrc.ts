import { cdk8s, github, javascript, JsonFile, release, TextFile } from 'projen';

/** The newest that is supported for long: workflows run on it. */
const NODE_LTS = '24';

/** Tests with a run of jest of their own, see `npm test`, and the folders of each. */
const JEST_LAYERS = {
  languages: ['languages'],
  // The kit is tested with what needs the same machine.
  failover: ['failover', 'scenario-kit'],
  cluster: ['cluster'],
};

/** As users import the package, in tests and examples. */
const OWN_NAME = { '^cdk8s-redis-sentinel-hostpath$': '<rootDir>/src/index.ts' };

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-redis-sentinel-hostpath',
  description: 'Redis Sentinel on local disks: one master, two replicas, three sentinels, hostPath volumes, weighted node affinity. '
    + 'No operator, no shared storage.',
  author: 'The cdk8s-redis-sentinel-hostpath authors',
  authorAddress: 'maintainers@cdk8s-redis-sentinel-hostpath.dev',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-redis-sentinel-hostpath/cdk8s-redis-sentinel-hostpath.git',
  license: 'Apache-2.0',
  stability: 'experimental',
  homepage: 'https://github.com/cdk8s-redis-sentinel-hostpath/cdk8s-redis-sentinel-hostpath#readme',
  bugsUrl: 'https://github.com/cdk8s-redis-sentinel-hostpath/cdk8s-redis-sentinel-hostpath/issues',
  keywords: ['cdk8s', 'redis', 'sentinel', 'hostpath', 'kubernetes', 'high-availability'],
  defaultReleaseBranch: 'main',

  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  minNodeVersion: '20.16.0',
  workflowNodeVersion: NODE_LTS,
  jsiiVersion: '~5.9.0',
  typescriptVersion: '~5.9.0',
  cdk8sVersion: '2.70.0',
  // cdk8s-plus-28 asks for ^10.3.0.
  constructsVersion: '10.3.0',
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  devDeps: [
    // The types of what the cluster tests read and write.
    '@kubernetes/client-node@0.21.0',
    'ajv@^8',
    'cdk8s-cli@^2.207.60',
    'cdk8s-plus-28@2.5.6',
    'dns-packet@^5.6.1',
    '@types/dns-packet',
    // The last one without ES modules, which jest does not load; the rules of a heading's anchor are the same.
    'github-slugger@^1.5.0',
    '@types/github-slugger@^1',
    'ioredis@^6.0.0',
    'jest-environment-node@^30',
    // The last one without ES modules.
    'leven@^3',
    'markdown-it@^15',
    // Newer ones need Node 22.
    'markdownlint-cli2@~0.22.0',
    'tsx@^4',
    'yaml@^2',
  ],

  // A release is somebody's decision, and the environment may ask for a second one's.
  releaseTrigger: release.ReleaseTrigger.workflowDispatch(),
  releaseEnvironment: 'release',
  majorVersion: 0,
  // projen would call the first one 0.0.0.
  nextVersionCommand: '[ "$VERSION" != 0.0.0 ] || echo 0.1.0',
  buildWorkflowOptions: {
    // What is generated is committed by whoever changes it.
    mutableBuild: false,
    permissions: { contents: github.workflows.JobPermission.READ },
    workflowTriggers: { pullRequest: {}, push: { branches: ['main'] }, workflowDispatch: {} },
  },
  depsUpgradeOptions: { workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY } },

  // Where a registry trusts the workflow itself there is no token that could leak.
  npmTrustedPublishing: true,
  npmProvenance: true,
  publishToPypi: {
    distName: 'cdk8s-redis-sentinel-hostpath',
    module: 'cdk8s_redis_sentinel_hostpath',
    trustedPublishing: true,
    attestations: true,
  },
  publishToMaven: {
    mavenGroupId: 'dev.cdk8s-redis-sentinel-hostpath',
    mavenArtifactId: 'cdk8s-redis-sentinel-hostpath',
    javaPackage: 'dev.cdk8s.redis.sentinel.hostpath',
    postPublishSteps: [attested('dist/java/**/*.jar')],
  },
  publishToGo: { moduleName: 'github.com/cdk8s-redis-sentinel-hostpath/cdk8s-redis-sentinel-hostpath-go' },
  publishToNuget: {
    dotNetNamespace: 'Cdk8s.Redis.Sentinel.HostPath',
    packageId: 'Cdk8s.Redis.Sentinel.HostPath',
    trustedPublishing: true,
    postPublishSteps: [attested('dist/dotnet/**/*.nupkg')],
  },

  // jsii writes a tsconfig.json of its own; with projen's beside it the two would disagree.
  disableTsconfig: true,
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'tools', 'examples'],
    projectService: false,
    // A check that mends what it finds never fails: `npx projen eslint --fix` mends.
    commandOptions: { fix: false },
  },
  jestOptions: {
    // The default would let every changed snapshot pass.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      collectCoverage: false,
      testPathIgnorePatterns: ['/node_modules/', ...Object.values(JEST_LAYERS).flat().map(folder => `<rootDir>/test/${folder}/`)],
      moduleNameMapper: OWN_NAME,
    },
  },
});

// unrs-resolver 1.13.0 lists platform bindings that are not in the lock file, and `npm ci` fails.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
// disableTsconfig ignores every tsconfig.json, but projen needs this one in a fresh clone.
project.gitignore.include('/projenrc/tsconfig.json');
// projen's rule for its own /dist does not reach the examples'.
project.gitignore.exclude('/examples/*/dist/', '/examples/*/target/', '/examples/*/.venv/', '__pycache__/');
project.npmignore?.exclude('/.ci/', '/docs/', '/examples/', '/tools/', '/.markdownlint-cli2.jsonc', '/.shellcheckrc', '/.compatignore');

project.tsconfigDev.addInclude('.projenrc.ts');
project.tsconfigDev.addInclude('tools/**/*.ts');
project.tsconfigDev.addInclude('examples/**/*.ts');
// Examples import the package by its name, as its users do.
project.tsconfigDev.file.addOverride('compilerOptions.paths', { 'cdk8s-redis-sentinel-hostpath': ['./src/index.ts'] });

// The examples that are here have the package beside them.
new JsonFile(project, 'examples/tsconfig.json', {
  allowComments: true,
  obj: {
    extends: '../tsconfig.dev.json',
    compilerOptions: { paths: { 'cdk8s-redis-sentinel-hostpath': ['../src/index.ts'] } },
    include: ['*/main.ts'],
  },
});

for (const [layer, folders] of Object.entries(JEST_LAYERS)) {
  const roots = folders.map(folder => `<rootDir>/test/${folder}`);
  new JsonFile(project, `test/${layer}/jest.config.json`, {
    allowComments: true,
    obj: {
      rootDir: '../..',
      roots,
      testMatch: roots.map(root => `${root}/**/*.test.ts`),
      ...layer === 'languages' ? { maxWorkers: 1 } : {
        testEnvironment: '<rootDir>/test/scenario-kit/stop-at-failure-environment.ts',
        moduleNameMapper: OWN_NAME,
        forceExit: true,
      },
      testTimeout: layer === 'failover' ? 180_000 : 300_000,
      verbose: true,
      transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json' }] },
    },
  });
}

// The scenarios on a real Kubernetes that .ci/run takes, by the beginnings of their files' names.
new TextFile(project, 'test/cluster/quick.txt', {
  lines: [
    'getting-started-works',
    'manifests-are-accepted',
    'masters-node-is-drained',
    'masters-node-is-powered-off',
    'processes-are-confined',
    'two-nodes-are-drained',
    '',
  ],
});

new TextFile(project, '.shellcheckrc', {
  lines: ["# local is in both shells that the images bring: busybox's and dash.", 'disable=SC3043', ''],
});

// What is not the default, and why.
new JsonFile(project, '.markdownlint-cli2.jsonc', {
  obj: {
    // Rendered from the doc comments, and projen's template.
    ignores: ['API.md', 'docs/api/', '.github/'],
    gitignore: true,
    config: {
      // A row of a table cannot be broken, nor a line of a log or of a command that is to be copied.
      // Each version has its Features.
      'no-duplicate-heading': { siblings_only: true },
      // Go is indented by them.
      'no-hard-tabs': { code_blocks: false },
      // What can be folded away.
      'no-inline-html': { allowed_elements: ['details', 'summary', 'a'] },
      'line-length': { line_length: 150, tables: false, code_blocks: false },
      // The line below a table's head is `|---|---|` here, whatever the rows' style.
      'table-column-style': false,
    },
  },
});
project.addTask('markdownlint', {
  description: 'Checks every Markdown file; `--fix` mends what can be mended',
  exec: 'markdownlint-cli2 "**/*.md"',
  receiveArgs: true,
});

/** `npm test` is every layer, one after the other, with one count at the end. */
project.addTask('test:unit', {
  description: 'Unit, golden and runtime script tests',
  exec: 'jest --ci',
  receiveArgs: true,
});
project.addTask('test:languages', {
  description: 'Builds the packages for Python, Java and Go, and runs an app of each language with them',
  exec: 'sh test/languages/run.sh',
  receiveArgs: true,
});
project.addTask('test:failover', {
  description: 'Runs the synthesised manifests as real processes, with faults; needs root',
  exec: 'sh test/failover/run.sh',
  receiveArgs: true,
});
project.addTask('test:cluster', {
  description: 'Runs the synthesised manifests on a real Kubernetes of seven nodes on this machine, with faults; needs root',
  exec: 'sh test/cluster/run.sh',
  receiveArgs: true,
});
for (const [command, description] of Object.entries({
  up: 'Starts the Kubernetes of the cluster tests and leaves it up',
  down: 'Ends it',
  kubectl: 'Gives a command of kubectl to it',
  node: 'Powers a node of it off or cuts its cable, or heals it: kill|cut|heal <name or number>',
})) {
  project.addTask(`cluster:${command}`, { description, exec: `sh test/cluster/cluster.sh ${command}`, receiveArgs: true });
}
project.testTask.reset('tsx tools/test/main.ts', { receiveArgs: true });

project.addTask('package:all', {
  description: 'The packages of every language, or of those named: js, python, java, go, dotnet',
  steps: [{ spawn: 'compile' }, { exec: 'tsx tools/package-all/main.ts', receiveArgs: true }],
});
const apiPages = project.addTask('docgen:languages', { description: 'Generates docs/api from the .jsii manifest' });
for (const language of ['python', 'java', 'go', 'csharp']) {
  apiPages.exec(`jsii-docgen --language ${language} --output docs/api/${language}.md`);
}
project.tasks.tryFind('docgen')!.spawn(apiPages);
project.gitattributes.addAttributes('/docs/api/*.md', 'linguist-generated');
// Printed by tools/manifest-check/update-schemas.ts.
project.gitattributes.addAttributes('/tools/manifest-check/schemas.jsonl', 'linguist-generated');

project.tasks.tryFind('compat')!.reset('tsx tools/compat/main.ts', { receiveArgs: true });
project.addTask('changelog', {
  description: 'Puts the commits since the last release into CHANGELOG.md, under the next version',
  // bump would put its section before that of an earlier run.
  steps: [{ exec: 'rm -f dist/changelog.md' }, { spawn: 'bump' }, { exec: 'tsx tools/changelog/main.ts' }, { spawn: 'unbump' }],
});
project.addTask('actionlint', {
  description: 'Checks the workflows; needs Go',
  // What ShellCheck only remarks on in projen's own scripts.
  exec: 'go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 -ignore ":(info|style):"',
});

project.addTask('quickstart', {
  description: 'Synthesises and checks the article\'s set, and says how to install it',
  // Only with the tsconfig named does tsx find the package under its own name, by which the examples import it.
  exec: 'tsx --tsconfig tsconfig.dev.json tools/quickstart/main.ts',
});
project.addTask('bench:synth', {
  description: 'Times the synthesis of 1 to 1000 sets',
  // A cold start is measured with what users load: lib/.
  steps: [{ spawn: 'compile' }, { exec: 'tsx tools/bench-synth/main.ts', receiveArgs: true }],
});
project.addTask('bench:failover', {
  description: 'The same faults for the article\'s manifests and ours, and their throughput',
  env: { FAILOVER_SCRIPT: 'tools/bench-failover/main.ts' },
  exec: 'sh test/failover/run.sh',
  receiveArgs: true,
});
project.addTask('bench', {
  description: 'Every benchmark, and one report of them: docs/benchmarks.md; needs root',
  exec: 'tsx tools/bench/main.ts',
});
project.addTask('golden:update', {
  description: 'Renders the golden manifests and the snapshot of the examples anew',
  env: { UPDATE_GOLDEN: '1' },
  exec: 'jest --config package.json test/examples.test.ts --updateSnapshot --ci=false',
});

/** Beside what `projen build` does on the newest Node, in the stock job. */
const build = project.github!.tryFindWorkflow('build')!;
const checkedOut = [
  github.WorkflowSteps.checkout(),
  { name: 'Install dependencies', run: 'npm ci' },
];
build.addJobs({
  node: {
    name: 'Node ${{ matrix.node }}',
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.READ },
    strategy: { matrix: { domain: { node: ['20.16', '22'] } } },
    tools: { node: { version: '${{ matrix.node }}' } },
    steps: [...checkedOut, { name: 'Test', run: 'npm test -- compile types unit' }],
  },
  cluster: {
    name: 'Kubernetes',
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.READ },
    timeoutMinutes: 120,
    tools: { node: { version: NODE_LTS }, go: { version: 'stable' } },
    steps: [...checkedOut, { name: 'Test', run: 'npx projen test:cluster' }],
  },
  compat: {
    name: 'API compatibility',
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.READ },
    tools: { node: { version: NODE_LTS } },
    steps: [...checkedOut, { name: 'Compile', run: 'npx projen compile' }, { name: 'Compare', run: 'npx projen compat' }],
  },
});
// For what stands beside the registry's own record of where a package comes from.
for (const job of ['release_maven', 'release_nuget']) {
  project.github!.tryFindWorkflow('release')!.file!.addOverride(`jobs.${job}.permissions`, { 'contents': 'read', 'id-token': 'write', 'attestations': 'write' });
}

project.synth();

/** A statement, signed by GitHub, of the commit and the workflow that made the files. */
function attested(files: string): github.workflows.JobStep {
  return { name: 'Attest provenance', uses: 'actions/attest-build-provenance@v3', with: { 'subject-path': files } };
}
