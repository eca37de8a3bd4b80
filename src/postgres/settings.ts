import { UserError } from '../errors.ts'
import type { Client } from './client.ts'
import { quoteIdentifier } from './quote.ts'
import type { Database, Server } from './server.ts'

const LOADED = ['pg_stat_statements', 'auto_explain']

/**
 * Makes buffers, rows and plans of two runs equal to the last block: nothing runs in the background, nothing is parallel, nothing is
 * random. `synchronous_commit` stays on, because after an asynchronous commit VACUUM cannot mark pages all-visible, which changes
 * costs and index-only scans. Durability is of no use here.
 */
const DETERMINISTIC = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  // Its own default, which initdb writes differently for segments of another size.
  min_wal_size: '80MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '1h',
  bgwriter_lru_maxpages: '0',
  autovacuum: 'off',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  synchronize_seqscans: 'off',
  track_io_timing: 'off',
  timezone: 'UTC',
  huge_pages: 'off',
  shared_buffers: '256MB',
  max_connections: '200',
  max_locks_per_transaction: '256',
  password_encryption: 'scram-sha-256',
  // In the data folder, which we remove: POSIX segments would outlive a server that is killed.
  dynamic_shared_memory_type: 'mmap',
  // A crash must end the run and say so; a server that comes back by itself would be measured with a cold cache.
  restart_after_crash: 'off',
}

const STATEMENTS = {
  'pg_stat_statements.track': 'all',
  'pg_stat_statements.max': '50000',
  'pg_stat_statements.save': 'off',
}

/** Quiet until `captureLog` turns it on for one database. */
const LOG = {
  logging_collector: 'on',
  log_destination: 'csvlog',
  log_directory: 'log',
  log_filename: 'postgresql.log',
  log_rotation_age: '0',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'off',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  'auto_explain.log_min_duration': '-1',
  'auto_explain.log_analyze': 'off',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_format': 'json',
}

/** Clusters that we make have it, because libraries that sort by language differ between machines. */
export const C_LOCALE_LIMIT =
  'Text is sorted and compared by the C locale, so `like` with a prefix can use any B-tree index.'

/** Where `LOG` makes the server write its log, from the data folder. */
export const LOG_FILE = 'log/postgresql.csv'

function sinceMajor(major: number): Record<string, string> {
  return {
    ...(major >= 13 && { log_parameter_max_length_on_error: '-1' }),
    ...(major >= 14 && { compute_query_id: 'on' }),
    ...(major >= 16 && { 'auto_explain.log_parameter_max_length': '-1' }),
    ...(major >= 18 && { io_method: 'sync' }),
  }
}

/** Settings that are fixed when the server starts but harmless, so that the user may choose them. */
const AT_START = [
  'shared_buffers',
  'wal_buffers',
  'max_connections',
  'max_worker_processes',
  'max_locks_per_transaction',
  'track_io_timing',
  'max_wal_size',
  'wal_compression',
  'full_page_writes',
]

/**
 * The flags to start `postgres` with: ours, and those of the user's that can be set at no other time. A server that is to be packed
 * throws away the WAL that nobody needs any more, in place of keeping its files to write them again.
 */
export function startFlags(major: number, wanted: Readonly<Record<string, string>>, isPacked = false): string[] {
  const atStart = Object.entries(wanted).filter(([name]) => AT_START.includes(name))
  const libraries = [...new Set([...LOADED, ...preloadedLibraries(wanted)])].join(',')
  const settings = {
    ...DETERMINISTIC,
    ...STATEMENTS,
    ...LOG,
    ...sinceMajor(major),
    ...(isPacked && { wal_recycle: 'off' }),
    ...Object.fromEntries(atStart),
    shared_preload_libraries: libraries,
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Names only: a path would load any file of the server. */
function preloadedLibraries(wanted: Readonly<Record<string, string>>): string[] {
  const names = (wanted.shared_preload_libraries ?? '').split(',').map(name => name.trim())
  const wrong = names.find(name => !/^[a-z0-9_-]*$/i.test(name))
  if (wrong !== undefined) {
    throw new UserError(`shared_preload_libraries: “${wrong}” is not the name of a library`, { kind: 'usage' })
  }
  return names.filter(Boolean)
}

/**
 * The user's other settings hold for every session: `target` is `role all`, or one role or database where there is no superuser.
 * Only what any session may set is taken, because others can run programs or load files.
 */
export async function applyUserSettings(
  admin: Client,
  wanted: Readonly<Record<string, string>>,
  target: string,
): Promise<void> {
  const fixed = [...AT_START, 'shared_preload_libraries']
  const entries = Object.entries(wanted).filter(([name]) => !fixed.includes(name))
  const known = await admin.rows<{ name: string }>(
    `select name from pg_settings where context = 'user' and name <> 'local_preload_libraries'`,
  )
  const names = new Set(known.map(row => row.name))
  for (const [name, value] of entries) {
    const isExtensions = /^[a-z_]\w*\.\w+$/.test(name) && !LOADED.some(library => name.startsWith(`${library}.`))
    if (!names.has(name) && !isExtensions) {
      throw new UserError(`postgres.settings: “${name}” is not a setting that a session can change on this server`, {
        hint: 'List only planner and session settings, such as random_page_cost, work_mem or effective_cache_size.',
        kind: 'usage',
      })
    }
    await setFor(admin, target, name, value)
  }
}

async function setFor(admin: Client, target: string, name: string, value: string): Promise<void> {
  const parameter = name.split('.').map(quoteIdentifier).join('.')
  const [row] = await admin.rows<{ literal: string }>('select quote_literal($1) as literal', [value])
  await admin.run(`alter ${target} set ${parameter} = ${row?.literal}`).catch((error: Error) => {
    throw new UserError(`postgres.settings: “${name}” cannot be set: ${error.message}`, { kind: 'usage', cause: error })
  })
}

/** Logs every statement of new connections to the database, with its values, or stops that. */
export async function captureLog(server: Server, database: Database, isOn: boolean): Promise<void> {
  if (!server.log) return
  const name = quoteIdentifier(database.name)
  await server.admin.run(
    `alter database ${name} ${isOn ? 'set log_min_duration_statement = 0' : 'reset log_min_duration_statement'}`,
  )
}

/** Logs the plans of new connections' statements too, as auto_explain sees them: not analysed, which costs 20 µs each. */
export async function logPlans(server: Server, database: Database): Promise<void> {
  if (!server.log || !server.hasSuperuser) return
  const name = quoteIdentifier(database.name)
  await server.admin.run(`alter database ${name} set auto_explain.log_min_duration = 0`)
  await server.admin.run(`alter database ${name} set auto_explain.log_verbose = on`)
}

/** The share of executions whose plan is logged, from now on in all sessions that log plans. */
export async function samplePlans(server: Server, share: number): Promise<void> {
  if (!server.log || !server.hasSuperuser) return
  await server.admin.run(`alter system set auto_explain.sample_rate = ${share}`)
  await server.admin.run('select pg_reload_conf()')
}
