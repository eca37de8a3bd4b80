import type { Client } from '../postgres/client.ts'
import type { Database } from '../postgres/server.ts'
import type { Leftover } from './storage.ts'

/** The file of a table at one time. */
interface TableFile {
  readonly oid: number
  readonly schema: string
  readonly table: string
  readonly filenode: number
  /** Rows updated and deleted since the database was made. */
  readonly dead: number
  readonly pages: number
  readonly indexPages: number
}

/** The tables' files as a migration leaves them, to be held against what they are once the dead rows are gone. */
export async function readFiles(database: Database): Promise<readonly TableFile[]> {
  await using client = await database.connect('owner')
  return await filesOf(client)
}

function filesOf(client: Client): Promise<TableFile[]> {
  return client.rows<TableFile>(`
    select c.oid, n.nspname as schema, c.relname as table, pg_relation_filenode(c.oid) as filenode,
      (pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid))::float8 as dead,
      (pg_relation_size(c.oid) / current_setting('block_size')::int)::float8 as pages,
      (pg_indexes_size(c.oid) / current_setting('block_size')::int)::float8 as "indexPages"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema')
    order by n.nspname, c.relname`)
}

/**
 * Tables that were rewritten between the two because of dead rows: how large they would have stayed, and how small they can be.
 * `rewriteMs` has the time of it by oid.
 */
export function leftoversOf(
  before: readonly TableFile[],
  after: readonly TableFile[],
  rewriteMs: ReadonlyMap<number, number> = new Map(),
): readonly Leftover[] {
  const later = new Map(after.map(file => [file.oid, file]))
  return before.flatMap(({ oid, schema, table, filenode, pages, indexPages }): readonly Leftover[] => {
    const found = later.get(oid)
    if (found === undefined || found.filenode === filenode || found.dead === 0) return []
    return [
      {
        schema,
        table,
        deadRows: found.dead,
        pages,
        rewrittenPages: found.pages,
        indexPages,
        rewrittenIndexPages: found.indexPages,
        rewriteMs: rewriteMs.get(oid),
      },
    ]
  })
}
