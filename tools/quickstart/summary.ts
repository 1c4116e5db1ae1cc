/**
 * What a set consists of and how to install it, for a reader at a terminal.
 */
import { purposesOf } from './purposes';
import { KubernetesObject } from './synthesise';
import { RedisSentinelHostPath } from '../../src';
import { KUBERNETES_VERSIONS, versionWords } from '../manifest-check/definitions';

/**
 * @param manifest the file to apply
 */
export function summary(redis: RedisSentinelHostPath, objects: KubernetesObject[], manifest: string): string {
  const { config, nodePlan } = redis;
  return [
    section(`${manifest}: ${objects.length} objects, valid for Kubernetes ${versionWords(KUBERNETES_VERSIONS)}`, objectTable(redis, objects)),
    section('1. Label the nodes: a home and a backup for each shard', nodePlan.labelCommands),
    section('2. On each of these nodes, make the data folder on the local disk', [`sudo mkdir -p ${nodePlan.hostPath}`]),
    section('3. Create the Secret (in bash; the password shows in no history and no argument list)', secretCommands(redis)),
    section('4. Apply, and watch the pods find their nodes', [
      `kubectl apply -f ${manifest}`,
      `kubectl -n ${config.namespace} get pods -o wide --watch`,
    ]),
    section('5. Connect, inside the Kubernetes cluster', connectLines(redis)),
  ].join('\n\n');
}

function section(title: string, lines: string[]): string {
  return [title, ...lines.map(line => `   ${line}`)].join('\n');
}

function objectTable(redis: RedisSentinelHostPath, objects: KubernetesObject[]): string[] {
  const purposes = purposesOf(redis);
  const kindWidth = Math.max(...objects.map(({ kind }) => kind.length));
  const nameWidth = Math.max(...objects.map(({ metadata }) => metadata.name.length));
  return objects.map(({ kind, metadata }) => {
    const purpose = purposes.get(`${kind}/${metadata.name}`) ?? 'your own';
    return `${kind.padEnd(kindWidth)}  ${metadata.name.padEnd(nameWidth)}  ${purpose}`;
  });
}

/**
 * Redis refuses a password that ends with a line break, so it is printed without one. In parentheses, so that a shell
 * into which all lines are pasted at once does not read the second one as the password.
 */
function secretCommands({ config }: RedisSentinelHostPath): string[] {
  const { secret, key } = config.password;
  return [
    `kubectl create namespace ${config.namespace}   # unless it is there`,
    '(IFS= read -rsp \'Password: \' password && printf %s "$password" |',
    `  kubectl -n ${config.namespace} create secret generic ${secret.name} --from-file=${key}=/dev/stdin)`,
  ];
}

function connectLines({ config, connection, sentinel }: RedisSentinelHostPath): string[] {
  const { sentinelHost, sentinelPort, masterName } = connection;
  return [
    `Sentinel     ${sentinelHost}, port ${sentinelPort}`,
    `master name  ${masterName}`,
    `ioredis      new Redis({ sentinels: [{ host: '${sentinelHost}', port: ${sentinelPort} }],`,
    `                         name: '${masterName}', password, sentinelPassword: password })`,
    'redis-cli, from any shell with kubectl:',
    `kubectl -n ${config.namespace} exec deploy/${sentinel.deployment.name} -- sh -c \\`,
    `  'REDISCLI_AUTH=$(cat "$PASSWORD_FILE") redis-cli -p ${sentinelPort} sentinel get-master-addr-by-name ${masterName}'`,
  ];
}
