/**
 * The set of the tests, and what its members and sentinels answer: in the words of redis 7.0, as redis-cli prints them into a pipe.
 */

export const A = hostOf('a');
export const B = hostOf('b');
export const C = hostOf('c');

export const SENTINELS = 'shop-sentinel-headless.default.svc.cluster.local';
export const [S1, S2, S3] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
export const IDS = ['1', '2', '3'].map(digit => digit.repeat(40));

/** The process that every member is unless told otherwise. */
const RUN = 'f'.repeat(40);

/** Whom a quarantined member follows: nobody. */
export const NOWHERE = '127.0.0.1';

export const SET_ENV = {
  SET: 'default/shop',
  MEMBERS: `${A} ${B} ${C}`,
  REDIS_PORT: '6379',
  SENTINELS,
  SENTINEL_PORT: '26379',
  SENTINEL_IDS: IDS.join(' '),
  MASTER_NAME: 'mymaster',
  QUORUM: '2',
  COLD_START_WAIT: '60',
  YIELD: 'yes',
  LEAVE_TIMEOUT: '3600',
};

/** How a server behaves, and its answers by patterns of the shell, of which the first one counts. */
export interface Server {
  readonly manner: 'answers' | 'refused' | 'hangs' | 'mute' | 'noauth' | 'wrongpass';
  readonly answers: [pattern: string, answer: string][];
}

/** The answer to a command after which the server hangs. */
export const NEVER = '<never>';

/** Nothing listens there. */
export const REFUSED: Server = { manner: 'refused', answers: [] };
/** Takes commands and never answers. */
export const HANGS: Server = { manner: 'hangs', answers: [] };
/** Takes commands, answers nothing, and closes. */
export const MUTE: Server = { manner: 'mute', answers: [] };
export const NOAUTH: Server = { manner: 'noauth', answers: [] };
export const WRONGPASS: Server = { manner: 'wrongpass', answers: [] };

export interface MemberState {
  readonly role: 'master' | 'replica' | 'quarantined' | 'loading';
  /** 0: no term has begun with this data. */
  readonly term?: number;
  /** The master of that term. */
  readonly holder?: string;
  readonly offset?: number;
  /** What the append-only file was known to reach when Redis loaded it. */
  readonly recorded?: number;
  readonly keys?: number;
  readonly priority?: number;
  readonly follows?: string;
  readonly link?: 'up' | 'down';
  readonly replicas?: number;
  /** How many of the replicas do not lag; Redis says so only where min-replicas-to-write is set. */
  readonly inStep?: number;
  readonly aofSize?: number;
  /** Whether its append-only file is written anew. */
  readonly rewriting?: boolean;
  /** Whether its data is replaced by the master's. */
  readonly syncing?: boolean;
  /** The id of its process. */
  readonly run?: string;
  readonly config?: Record<string, string>;
  /** Put before all others. */
  readonly answers?: Record<string, string>;
}

/** A member that answers. */
export function member(state: MemberState): Server {
  const { role, term = 0, holder = A, recorded, config, answers = {} } = state;
  const settings: Record<string, string> = {
    'maxmemory': '104857600',
    'min-replicas-to-write': '1',
    'appendonly': 'no',
    'syslog-ident': recorded === undefined ? 'redis' : `aof-offset:${recorded}`,
    ...config,
  };
  return {
    manner: 'answers',
    answers: [
      ...Object.entries(answers),
      ['INFO server replication persistence keyspace', info(state)],
      ...Object.entries(settings).map(([name, value]): [string, string] => [`CONFIG GET ${name}`, `${name}\n${value}\n`]),
      ['FCALL_RO hostpath_term 0', role === 'loading' ? error('LOADING Redis is loading the dataset in memory')
        : term === 0 ? error('ERR Function not found') : `term:${term} ${holder}\n`],
      ['PING', role === 'loading' ? error('LOADING Redis is loading the dataset in memory')
        : role === 'quarantined' ? error("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.") : 'PONG\n'],
      ['EXEC', 'hostpath_term\nOK\n'],
      ['LASTSAVE', '1735680000\n'],
      ['BGSAVE', 'Background saving started\n'],
      ...['CONFIG SET *', 'REPLICAOF *', 'CLIENT PAUSE *', 'CLIENT UNPAUSE'].map((order): [string, string] => [order, 'OK\n']),
      ['*', error('ERR unknown command')],
    ],
  };
}

export interface SentinelState {
  readonly id?: string;
  /** Whom it calls the master; null: it watches none. */
  readonly names?: string | null;
  readonly epoch?: number;
  readonly flags?: string;
  readonly replicas?: SentinelReplica[];
  readonly failover?: string;
  /** Whether its clock has jumped, after which it does nothing for half a minute. */
  readonly tilt?: boolean;
  /** Put before all others. */
  readonly answers?: Record<string, string>;
}

/** A replica as a sentinel sees it. */
export interface SentinelReplica {
  readonly host: string;
  readonly flags?: string;
  readonly priority?: number;
  /** The id of the process that it has met there. */
  readonly run?: string;
  /** Milliseconds since it has heard of it. */
  readonly heard?: number;
}

/** A sentinel that answers. */
export function sentinel({ id = IDS[0], names = A, epoch = 0, flags = 'master', replicas = [], failover = 'OK\n', tilt, answers = {} }: SentinelState): Server {
  const noSuchMaster = error('ERR No such master with that name');
  return {
    manner: 'answers',
    answers: [
      ...Object.entries(answers),
      ['SENTINEL MYID', `${id}\n`],
      ...names === null ? [] : [
        ['SENTINEL MASTER mymaster', instance({
          'name': 'mymaster',
          'ip': names,
          'port': 6379,
          'runid': RUN,
          flags,
          'link-pending-commands': 0,
          'role-reported': 'master',
          'config-epoch': epoch,
          'num-slaves': replicas.length,
          'num-other-sentinels': 2,
          'quorum': 2,
        })] as [string, string],
        ['SENTINEL REPLICAS mymaster', replicas.map(replica => instance({
          'name': `${replica.host}:6379`,
          'ip': replica.host,
          'port': 6379,
          'runid': replica.run ?? RUN,
          'flags': replica.flags ?? 'slave',
          'last-ok-ping-reply': replica.heard ?? 300,
          'master-link-status': 'ok',
          'master-host': names,
          'slave-priority': replica.priority ?? 100,
          'slave-repl-offset': 14,
          'replica-announced': 1,
        })).join('')] as [string, string],
        ['SENTINEL FAILOVER mymaster', failover] as [string, string],
      ],
      ['PING', 'PONG\n'],
      ['SENTINEL DEBUG INFO-PERIOD *', 'OK\n'],
      ['INFO sentinel', ['# Sentinel', 'sentinel_masters:1', `sentinel_tilt:${tilt ? 1 : 0}`, 'sentinel_running_scripts:0', ''].join('\r\n')],
      ['SENTINEL *', noSuchMaster],
      ['*', error('ERR unknown command')],
    ],
  };
}

/** redis-cli prints an empty line after an error. */
export function error(message: string): string {
  return `${message}\n\n`;
}

function hostOf(shard: string): string {
  return `shop-${shard}-0.shop-${shard}.default.svc.cluster.local`;
}

function instance(fields: Record<string, string | number>): string {
  return Object.entries(fields).map(([name, value]) => `${name}\n${value}\n`).join('');
}

function info(state: MemberState): string {
  const { role, term = 0, offset = 0, keys = 0, priority = 100, aofSize, replicas = 0, inStep, link = 'up', run = RUN } = state;
  const isReplica = role === 'replica' || role === 'quarantined';
  const follows = role === 'quarantined' ? NOWHERE : state.follows ?? A;
  return [
    '# Server',
    'redis_version:7.0.15',
    'redis_mode:standalone',
    `run_id:${run}`,
    'tcp_port:6379',
    '',
    '# Persistence',
    `loading:${role === 'loading' ? 1 : 0}`,
    'async_loading:0',
    `rdb_changes_since_last_save:${term}`,
    'rdb_bgsave_in_progress:0',
    `aof_enabled:${aofSize === undefined ? 0 : 1}`,
    `aof_rewrite_in_progress:${state.rewriting ? 1 : 0}`,
    'aof_rewrite_scheduled:0',
    'aof_last_write_status:ok',
    ...aofSize === undefined ? [] : [`aof_current_size:${aofSize}`, 'aof_base_size:88', 'aof_buffer_length:0'],
    '',
    '# Replication',
    `role:${isReplica ? 'slave' : 'master'}`,
    ...isReplica ? [
      `master_host:${follows}`,
      `master_port:${role === 'quarantined' ? 1 : 6379}`,
      `master_link_status:${role === 'quarantined' ? 'down' : link}`,
      'master_last_io_seconds_ago:0',
      `master_sync_in_progress:${state.syncing ? 1 : 0}`,
      `slave_read_repl_offset:${offset + 5}`,
      `slave_repl_offset:${offset}`,
      `slave_priority:${priority}`,
      'slave_read_only:1',
      'replica_announced:1',
    ] : [],
    `connected_slaves:${replicas}`,
    ...inStep === undefined ? [] : [`min_slaves_good_slaves:${inStep}`],
    ...Array.from({ length: replicas }, (_, i) => `slave${i}:ip=${[B, C][i]},port=6379,state=online,offset=${offset},lag=0`),
    'master_failover_state:no-failover',
    `master_replid:${'e'.repeat(40)}`,
    `master_replid2:${'0'.repeat(40)}`,
    `master_repl_offset:${offset}`,
    'second_repl_offset:-1',
    'repl_backlog_active:1',
    'repl_backlog_size:1048576',
    '',
    '# Keyspace',
    ...keys === 0 ? [] : [`db0:keys=${keys},expires=0,avg_ttl=0`],
    '',
  ].join('\r\n');
}
