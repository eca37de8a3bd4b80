import type { Client } from '../postgres/client.ts'
import { quoteIdentifier } from '../postgres/quote.ts'
import type { Database, Server } from '../postgres/server.ts'
import { estimateRoom } from './estimate.ts'
import type { Room } from './storage.ts'

interface Named {
  readonly oid: number
  readonly schema: string
  readonly table: string
}

/**
 * Dead and free room of tables beyond what their fillfactor leaves on purpose, by oid: exact where the server has pgstattuple, else
 * estimated after an ANALYZE.
 */
export async function readRoom(
  server: Server,
  database: Database,
  tables: readonly Named[],
): Promise<ReadonlyMap<number, Room>> {
  if (tables.length === 0) return new Map()
  await using client = await database.connect(server.hasSuperuser ? 'superuser' : 'owner')
  const isExact = await hasPgstattuple(client)
  const rooms = new Map<number, Room>()
  for (const { oid, schema, table } of tables) {
    const name = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`
    const share = isExact ? await measureRoom(client, name) : await estimateAfterAnalyze(client, name)
    if (share !== undefined) rooms.set(oid, { share, isExact })
  }
  return rooms
}

/** Installs pgstattuple in this database, where the server has it and lets us. */
export async function hasPgstattuple(client: Client): Promise<boolean> {
  const [row] = await client.rows<{ isThere: boolean }>(
    `select exists (select from pg_available_extensions where name = 'pgstattuple') as "isThere"`,
  )
  if (row?.isThere !== true) return false
  return client.run('create extension if not exists pgstattuple schema public').then(
    () => true,
    () => false,
  )
}

async function measureRoom(client: Client, table: string): Promise<number | undefined> {
  const [row] = await client.rows<{ share: number | null }>(
    `select greatest(0, (t.dead_tuple_len + t.free_space) / nullif(t.table_len, 0)::float8 - (100 - coalesce(
         (select split_part(option, '=', 2)::float8 from unnest(c.reloptions) as option where option like 'fillfactor=%'), 100)) / 100)::float8 as share
     from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace join pg_catalog.pg_class c on c.oid = $1::regclass,
       public.pgstattuple($1::regclass) as t
     where e.extname = 'pgstattuple' and n.nspname = 'public'`,
    [table],
  )
  return row?.share ?? undefined
}

async function estimateAfterAnalyze(client: Client, table: string): Promise<number | undefined> {
  await client.run(`analyze ${table}`)
  return await estimateRoom(client, table)
}
