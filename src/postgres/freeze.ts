import { UserError } from '../errors.ts'
import { type Client, SqlError } from './client.ts'
import type { Database, Server } from './server.ts'

/** Long enough for any other session that is about to end. */
const LOCK_TIMEOUT = '3s'
const LOCK_NOT_AVAILABLE = '55P03'

/**
 * Freezes every row and analyses every table, so that reading changes no page any more and index-only scans need no heap.
 * Throws a UserError where some page stays not all-visible.
 */
export async function freeze(server: Server, database: Database): Promise<void> {
  await using client = await database.connect(server.hasSuperuser ? 'superuser' : 'owner')
  await client.run('vacuum (freeze, analyze)')
  await freezeRemaining(client)
}

/**
 * Goes after pages that one VACUUM left. From 16 on, bulk writers extend a table by many pages at a time, and the last of them stay
 * empty, which VACUUM never marks and often does not cut off either; they would be counted as read. Throws as `freeze` does.
 */
export async function freezeRemaining(client: Client): Promise<void> {
  for (const table of await notAllVisible(client)) await client.run(`vacuum (freeze) ${table}`)
  for (const table of await notAllVisible(client)) {
    await compact(client, table).catch(error => {
      if (!(error instanceof SqlError && error.code === LOCK_NOT_AVAILABLE)) throw error
    })
  }
  const tables = await notAllVisible(client)
  if (tables.length === 0) return
  throw new UserError(`VACUUM could not make all pages visible to all: ${tables.slice(0, 5).join(', ')}`, {
    hint: 'An open transaction holds it up: a prepared one, or another session of the same server.',
  })
}

/**
 * Writes a table and its indexes anew, without dead or empty room; returns the milliseconds of that. VACUUM FULL freezes rows but
 * marks no page.
 */
export async function compact(client: Client, table: string): Promise<number> {
  await client.run(`set lock_timeout to '${LOCK_TIMEOUT}'`)
  const started = performance.now()
  await client.run(`vacuum (full, freeze) ${table}`)
  const durationMs = performance.now() - started
  await client.run(`vacuum (freeze) ${table}`)
  return durationMs
}

async function notAllVisible(client: Client): Promise<string[]> {
  // Names that are cast to text are qualified then.
  await client.run(`set search_path to ''`)
  const rows = await client.rows<{ name: string }>(
    `select c.oid::regclass::text as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and c.relpersistence <> 't' and c.relallvisible < c.relpages
       and n.nspname not in ('pg_catalog', 'information_schema')
     order by c.relpages desc`,
  )
  return rows.map(row => row.name)
}
