import { invalid } from './invalid';

/**
 * The directives that the library sets itself, with what to use instead.
 */
const MANAGED_REDIS: Readonly<Record<string, string>> = {
  'aclfile': 'This library manages one password; see the password prop.',
  'appenddirname': 'It is part of the data folder\'s layout.',
  'appendfilename': 'It is part of the data folder\'s layout.',
  'appendfsync': 'Set redis.appendOnly.',
  'appendonly': 'Set redis.appendOnly.',
  'bind': 'Redis listens on the pod\'s address.',
  'cluster-enabled': 'Redis Cluster is another topology.',
  'daemonize': 'The container runtime supervises Redis.',
  'dbfilename': 'It is part of the data folder\'s layout.',
  'dir': 'Set the storage path of the shards.',
  'include': 'Write the directives themselves.',
  'masterauth': 'Set password.',
  'masteruser': 'Set password.',
  'maxmemory': 'Set redis.maxMemory.',
  'maxmemory-policy': 'Set redis.maxMemoryPolicy.',
  'min-replicas-max-lag': 'Set redis.minReplicasMaxLag.',
  'min-replicas-to-write': 'Set redis.minReplicasToWrite.',
  'min-slaves-max-lag': 'Set redis.minReplicasMaxLag.',
  'min-slaves-to-write': 'Set redis.minReplicasToWrite.',
  'port': 'Set redis.port.',
  'protected-mode': 'A password is always set.',
  'rename-command': 'Sentinel and the scripts need every command under its own name.',
  'replica-announce-ip': 'Each shard announces its own host name.',
  'replica-announce-port': 'Set redis.port.',
  'replica-announced': 'Sentinel has to see every shard.',
  'replica-priority': 'Failover order is managed.',
  'replicaof': 'Sentinel decides which shard is the master.',
  'requirepass': 'Set password.',
  'save': 'Set redis.savePoints.',
  'slave-announce-ip': 'Each shard announces its own host name.',
  'slave-announce-port': 'Set redis.port.',
  'slave-priority': 'Failover order is managed.',
  'slave-serve-stale-data': 'Write replica-serve-stale-data, the name that the scripts know.',
  'slaveof': 'Sentinel decides which shard is the master.',
  'syslog-enabled': 'A container logs to its standard output.',
  'syslog-ident': 'The scripts keep in it what other members have to know.',
  'tls-client-key-file-pass': 'A secret may not stand in a ConfigMap.',
  'tls-key-file-pass': 'A secret may not stand in a ConfigMap.',
  'user': 'A user\'s password may not stand in a ConfigMap.',
};

const MANAGED_SENTINEL: Readonly<Record<string, string>> = {
  'aclfile': 'This library manages one password; see the password prop.',
  'bind': 'Sentinel listens on the pod\'s address.',
  'daemonize': 'The container runtime supervises Sentinel.',
  'dir': 'Sentinel keeps its state in memory.',
  'include': 'Write the directives themselves.',
  'port': 'Set sentinel.port.',
  'protected-mode': 'A password is always set.',
  'requirepass': 'Set password.',
  'sentinel announce-hostnames': 'Names are used everywhere.',
  'sentinel announce-ip': 'Sentinels know each other by the pods\' addresses.',
  'sentinel announce-port': 'Set sentinel.port.',
  'sentinel auth-pass': 'Set password.',
  'sentinel auth-user': 'Set password.',
  'sentinel config-epoch': 'Sentinel writes it itself.',
  'sentinel current-epoch': 'Sentinel writes it itself.',
  'sentinel down-after-milliseconds': 'Set sentinel.downAfter.',
  'sentinel failover-timeout': 'Set sentinel.failoverTimeout.',
  'sentinel known-replica': 'Sentinel writes it itself.',
  'sentinel known-sentinel': 'Sentinel writes it itself.',
  'sentinel known-slave': 'Sentinel writes it itself.',
  'sentinel leader-epoch': 'Sentinel writes it itself.',
  'sentinel monitor': 'Set sentinel.masterName and sentinel.quorum.',
  'sentinel myid': 'Each sentinel takes one of a fixed number of ids.',
  'sentinel parallel-syncs': 'Set sentinel.parallelSyncs.',
  'sentinel rename-command': 'Every Redis of the set has every command under its own name.',
  'sentinel resolve-hostnames': 'Names are used everywhere.',
  'sentinel sentinel-pass': 'Set password.',
  'sentinel sentinel-user': 'Set password.',
  'tls-client-key-file-pass': 'A secret may not stand in a ConfigMap.',
  'tls-key-file-pass': 'A secret may not stand in a ConfigMap.',
  'user': 'A user\'s password may not stand in a ConfigMap.',
};

/**
 * Refuses directives for redis.conf that are empty, are more than a line, or that the library manages.
 */
export function assertRedisDirectives(prop: string, lines: string[]): void {
  lines.forEach((line, i) => assertDirective(`${prop}[${i}]`, line, MANAGED_REDIS));
}

/**
 * The same for sentinel.conf, where the name of a directive may be two words (`sentinel monitor`).
 */
export function assertSentinelDirectives(prop: string, lines: string[]): void {
  lines.forEach((line, i) => assertDirective(`${prop}[${i}]`, line, MANAGED_SENTINEL));
}

function assertDirective(prop: string, line: string, managed: Readonly<Record<string, string>>): void {
  if (/[\r\n\0]/.test(line)) {
    throw invalid({ prop, value: line, allowed: 'one directive without a line break', remedy: 'Write one entry per directive.' });
  }
  const words = line.trim().toLowerCase().split(/\s+/).map(unquoted);
  if (words[0] === '' || words[0].startsWith('#')) {
    throw invalid({ prop, value: line, allowed: 'a directive and its arguments, such as "hz 20"' });
  }
  for (const name of [words[0], words.slice(0, 2).join(' ')]) {
    if (Object.prototype.hasOwnProperty.call(managed, name)) {
      throw invalid({ prop, value: line, allowed: `any directive but the managed "${name}"`, remedy: managed[name] });
    }
  }
}

/** Redis reads a quoted directive name like a bare one. */
function unquoted(word: string): string {
  return word.replace(/^(["'])(.*)\1$/, '$2');
}
