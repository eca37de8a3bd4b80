import type { Client } from '../postgres/client.ts'
import type { Database } from '../postgres/server.ts'

/** Definitions of all indexes by `schema.index`. */
export async function readIndexes(client: Client): Promise<ReadonlyMap<string, string>> {
  const rows = await client.rows<{ name: string; definition: string }>(`
    select n.nspname || '.' || c.relname as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`)
  return new Map(rows.map(row => [row.name, row.definition]))
}

/** The topmost partitioned table of every partition that holds rows, both as `schema.table`. */
export async function readPartitions(client: Client): Promise<ReadonlyMap<string, string>> {
  const rows = await client.rows<{ partition: string; root: string }>(`
    select n.nspname || '.' || c.relname as partition, rn.nspname || '.' || r.relname as root
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_class r on r.oid = pg_partition_root(c.oid) join pg_namespace rn on rn.oid = r.relnamespace
    where c.relispartition and c.relkind in ('r', 'f')`)
  return new Map(rows.map(row => [row.partition, row.root]))
}

/** Rows in all user tables, as the last VACUUM or ANALYZE counted them. */
export async function countRows(database: Database): Promise<number> {
  await using client = await database.connect('owner')
  const [row] = await client.rows<{ rows: number }>(`
    select coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`)
  return Number(row?.rows ?? 0)
}
