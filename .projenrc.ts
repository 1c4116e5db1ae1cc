import { cdk8s, javascript } from 'projen';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-redis-sentinel-hostpath',
  description: 'Redis Sentinel on local disks: one master, two replicas, three sentinels, hostPath volumes, weighted node affinity. No operator, no shared storage.',
  author: 'The cdk8s-redis-sentinel-hostpath authors',
  authorAddress: 'maintainers@cdk8s-redis-sentinel-hostpath.dev',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-redis-sentinel-hostpath/cdk8s-redis-sentinel-hostpath.git',
  license: 'Apache-2.0',
  keywords: ['cdk8s', 'redis', 'sentinel', 'hostpath', 'kubernetes', 'high-availability'],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  minNodeVersion: '20.16.0',
  jsiiVersion: '~5.9.0',
  typescriptVersion: '~5.9.0',
  cdk8sVersion: '2.70.0',
  constructsVersion: '10.3.0',
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  devDeps: [
    '@kubernetes/client-node@0.21.0',
    'cdk8s-cli@^2.207.60',
    'cdk8s-plus-28@2.5.6',
    'dns-packet@^5.6.1',
    '@types/dns-packet',
    'ioredis@^6.0.0',
    'kubernetes-client-1.28@npm:@kubernetes/client-node@0.20.0',
    'tsx',
    'yaml@^2',
  ],
  disableTsconfig: true,
  eslintOptions: { dirs: ['src'], projectService: false },
  jestOptions: { updateSnapshot: javascript.UpdateSnapshot.NEVER },
});

project.package.addPackageResolutions('unrs-resolver@1.12.2');
project.gitignore.include('/projenrc/tsconfig.json');
project.tsconfigDev.addInclude('.projenrc.ts');

project.synth();
