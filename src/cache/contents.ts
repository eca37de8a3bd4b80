import type { Database } from '../postgres/server.ts'

/** A fingerprint of all relations of a frozen database: what they are called, how large they are, whether every page is visible to all. */
export async function fingerprintContents(database: Database): Promise<string> {
  await using client = await database.connect('owner')
  const [row] = await client.rows<{ contents: string | null }>(`
    select md5(string_agg(concat_ws(' ', n.nspname, c.relname, c.relkind, c.relfilenode, c.relpages, c.reltuples,
      c.relallvisible, pg_relation_size(c.oid)), ',' order by n.nspname, c.relname, c.oid)) as contents
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema')`)
  return row?.contents ?? ''
}
