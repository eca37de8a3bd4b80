import type { ValueSet } from '../../capture/snapshot.ts'
import type { MeasuredStatement } from '../../compare/comparison.ts'
import { SqlError } from '../../postgres/client.ts'
import type { Database, Server } from '../../postgres/server.ts'
import { whenCounted } from '../../postgres/when-counted.ts'
import { inTransaction } from '../../replay/execution.ts'
import { valueSetsOf } from '../../replay/replay.ts'

/** A statement of base's load, with the values that it was called with. */
interface LoadStatement {
  readonly isWrite: boolean
  readonly valueSets: readonly ValueSet[]
}

/** What one pass of the load made a whole server do. */
export interface PassCounts {
  readonly executions: number
  /** Blocks that were not in shared_buffers. */
  readonly readBlocks: number
  readonly hitBlocks: number
  readonly walBytes: number
  /** How often the session had to write the log out itself, as wal_buffers was full. */
  readonly walBuffersFull: number
  /** Advisory. */
  readonly durationMs: number
}

/** A server of its own with base's schema and data, and with settings that need a start. */
export interface TrialServer extends AsyncDisposable {
  readonly server: Server
  readonly database: Database
}

/** More executions than these say nothing new about a cache. */
const MAX_EXECUTIONS = 1000

export function toBaseLoad(measured: readonly MeasuredStatement[]): readonly LoadStatement[] {
  return measured.flatMap(({ pair, runs }) => {
    const executed = new Set(runs.flatMap(({ valueSet, base }) => (base.kind === 'measured' ? [valueSet] : [])))
    const valueSets = valueSetsOf(pair).flatMap(({ index, base }) =>
      base !== undefined && executed.has(index) ? [base] : [],
    )
    return pair.base === undefined || valueSets.length === 0 ? [] : [{ isWrite: pair.base.isWrite, valueSets }]
  })
}

/**
 * Runs every statement with each of its value sets once, in order, in one session, each rolled back: the same on every server. A
 * checkpoint before makes the first change of a page write the whole page to the log, as in production.
 */
async function runPass(
  { server, database }: TrialServer,
  load: readonly LoadStatement[],
  timeoutMs: number,
  startsWith: 'checkpoint' | 'nothing' = 'checkpoint',
): Promise<PassCounts> {
  if (startsWith === 'checkpoint') await server.admin.run('checkpoint')
  await server.admin.run('select pg_stat_statements_reset()')
  await server.admin.run(`select pg_stat_reset_shared('wal')`)
  const { executions, durationMs } = await send(database, load, timeoutMs)
  await using reader = await database.connect('owner')
  await whenCounted(reader, server.version.major)
  const [row] = await server.admin.rows<{ read: number; hit: number; wal: number; full: number }>(
    `select coalesce(sum(shared_blks_read), 0)::float8 as read, coalesce(sum(shared_blks_hit), 0)::float8 as hit,
       coalesce(sum(wal_bytes), 0)::float8 as wal, (select wal_buffers_full::float8 from pg_stat_wal) as full
     from pg_stat_statements(false) where dbid = $1 and toplevel`,
    [database.oid],
  )
  return {
    executions,
    readBlocks: row?.read ?? 0,
    hitBlocks: row?.hit ?? 0,
    walBytes: row?.wal ?? 0,
    walBuffersFull: row?.full ?? 0,
    durationMs,
  }
}

async function send(
  database: Database,
  load: readonly LoadStatement[],
  timeoutMs: number,
): Promise<Pick<PassCounts, 'executions' | 'durationMs'>> {
  await using client = await database.connect('owner')
  const started = performance.now()
  let executions = 0
  for (const { isWrite, valueSets } of load) {
    for (const valueSet of valueSets) {
      if (++executions > MAX_EXECUTIONS) break
      await inTransaction(client, valueSet, { timeoutMs, isWrite }, statement => client.run(statement.sql)).catch(
        error => {
          if (!(error instanceof SqlError)) throw error
        },
      )
    }
  }
  return { executions: Math.min(executions, MAX_EXECUTIONS), durationMs: performance.now() - started }
}

/**
 * Both servers warm up once; then each is measured twice, in turn. The counts of the last pass are those of a warm server. `onward`
 * is one more pass of the first server without a checkpoint before it.
 */
export async function interleave(
  servers: { readonly before: TrialServer; readonly after: TrialServer },
  load: readonly LoadStatement[],
  timeoutMs: number,
): Promise<{ readonly before: PassCounts; readonly after: PassCounts; readonly onward: PassCounts }> {
  const pass = async () => ({
    before: await runPass(servers.before, load, timeoutMs),
    after: await runPass(servers.after, load, timeoutMs),
  })
  await pass()
  const first = await pass()
  const second = await pass()
  const onward = await runPass(servers.before, load, timeoutMs, 'nothing')
  const fastest = (side: 'before' | 'after') => Math.min(first[side].durationMs, second[side].durationMs)
  return {
    before: { ...second.before, durationMs: fastest('before') },
    after: { ...second.after, durationMs: fastest('after') },
    onward,
  }
}
