import type { ValueSet } from '../../capture/snapshot.ts'
import { type Client, connectClient, SqlError } from '../../postgres/client.ts'
import type { Database, Server } from '../../postgres/server.ts'
import { type PgbouncerProgram, startPgbouncer } from './pgbouncer.ts'

/** What a pooler did with as many clients as the application has. */
export interface PoolTrial {
  readonly refused: number
  /** Clients with a statement of the load that failed, or got no connection in time. */
  readonly failed: number
  /** Connections to the server when all were served. */
  readonly sessions: number
  /** Whether a setting of one client was met by another. */
  readonly leaks: boolean
}

export interface PoolTrialInput {
  readonly server: Server
  /** A copy, which nobody else uses. */
  readonly database: Database
  /** Reads of the load. */
  readonly reads: readonly ValueSet[]
  readonly clients: number
  readonly env: NodeJS.ProcessEnv
}

const CONNECT_TIMEOUT_MS = 10_000

/** Runs the load's reads through PgBouncer, all clients at once. Throws a UserError where PgBouncer does not start. */
export async function tryPgbouncer(
  program: PgbouncerProgram,
  settings: Readonly<Record<string, string | number>>,
  { server, database, reads, clients: wanted, env }: PoolTrialInput,
): Promise<PoolTrial> {
  await using pooler = await startPgbouncer(program, database, settings, env)
  const clients: Client[] = []
  let refused = 0
  try {
    // One after another: PgBouncer counts those that are being refused as well, so that of a burst it refuses more or fewer.
    for (let at = 0; at < wanted; at++) {
      const client = await connectClient({ url: pooler.url, timeoutMs: CONNECT_TIMEOUT_MS }).catch(refusal)
      if (client === undefined) refused++
      else clients.push(client)
    }
    const done = await Promise.allSettled(clients.map(client => sendAll(client, reads)))
    const failed = done.filter(({ status }) => status === 'rejected').length
    const [row] = await server.admin.rows<{ sessions: number }>(
      'select count(*)::int4 as sessions from pg_stat_activity where datname = $1',
      [database.name],
    )
    const leaks = failed === 0 && (await isMet(clients))
    return { refused, failed, sessions: row?.sessions ?? 0, leaks }
  } finally {
    await Promise.all(clients.map(client => client[Symbol.asyncDispose]()))
  }
}

function refusal(error: unknown): undefined {
  if (!(error instanceof SqlError)) throw error
}

async function sendAll(client: Client, reads: readonly ValueSet[]): Promise<void> {
  // Long enough for the clients to meet.
  await client.run('select pg_sleep(0.02)')
  for (const { sql, values, session } of reads) {
    await client.run('begin')
    for (const [name, value] of Object.entries(session))
      await client.rows('select set_config($1, $2, true)', [name, value])
    await client.rows(sql, values)
    await client.run('rollback')
  }
}

/** PgBouncer hands out the connection that was given back last. */
async function isMet([one, other]: readonly Client[]): Promise<boolean> {
  if (one === undefined || other === undefined) return false
  await one.rows("select set_config('pgverdict.pool', 'met', false)")
  const [row] = await other.rows<{ met: boolean | null }>(
    "select current_setting('pgverdict.pool', true) = 'met' as met",
  )
  return row?.met === true
}
