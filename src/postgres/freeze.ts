import { UserError } from '../errors.ts'
import type { Client } from './client.ts'
import type { Database, Server } from './server.ts'

const ATTEMPTS = 2

/**
 * Freezes every row and analyses every table, so that reading changes no page any more and index-only scans need no heap.
 * Throws a UserError where some page stays not all-visible.
 */
export async function freeze(server: Server, database: Database): Promise<void> {
  await using client = await database.connect(server.hasSuperuser ? 'superuser' : 'owner')
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    await client.run(attempt === 1 ? 'vacuum (freeze, analyze)' : 'vacuum (freeze)')
    if ((await notAllVisible(client)).length === 0) return
  }
  await assertAllVisible(client)
}

export async function assertAllVisible(client: Client): Promise<void> {
  const tables = await notAllVisible(client)
  if (tables.length === 0) return
  throw new UserError(`VACUUM could not make all pages visible to all: ${tables.slice(0, 5).join(', ')}`, {
    hint: 'An open transaction holds it up: a prepared one, or another session of the same server.',
  })
}

async function notAllVisible(client: Client): Promise<string[]> {
  const rows = await client.rows<{ name: string }>(
    `select c.oid::regclass::text as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and c.relpersistence <> 't' and c.relallvisible < c.relpages
       and n.nspname not in ('pg_catalog', 'information_schema')
     order by c.relpages desc`,
  )
  return rows.map(row => row.name)
}
