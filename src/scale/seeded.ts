import type { Client } from '../postgres/client.ts'

/** A table or index of a seeded database: what the planner goes by, and where its file is. */
export interface SeededRelation {
  readonly oid: number
  readonly schema: string
  /** Of the table itself, or the one that an index is of. */
  readonly table: string
  readonly index: string | null
  readonly tableOid: number
  /** Length of the main file, in blocks. */
  readonly blocks: number
  readonly pages: number
  readonly rows: number
  readonly visible: number
  /** Below the server's data folder; null where it has no file. */
  readonly path: string | null
  readonly columns: Readonly<Record<string, { readonly number: number; readonly type: string }>>
}

/** Tables and indexes in the order of their names. */
export async function readSeeded(client: Client): Promise<readonly SeededRelation[]> {
  return client.rows<SeededRelation>(
    `select c.oid, n.nspname as schema, t.relname as "table", case when c.oid <> t.oid then c.relname end as "index",
            t.oid as "tableOid",
            case when c.relkind in ('p', 'I') then 0
                 else pg_relation_size(c.oid) / current_setting('block_size')::int end::float8 as blocks,
            c.relpages as pages, c.reltuples as rows, c.relallvisible as visible, pg_relation_filepath(c.oid) as path,
            (select coalesce(json_object_agg(a.attname, json_build_object('number', a.attnum,
                      'type', format_type(a.atttypid, a.atttypmod))), '{}')
             from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
     from pg_class c
     left join pg_index i on i.indexrelid = c.oid
     join pg_class t on t.oid = coalesce(i.indrelid, c.oid)
     join pg_namespace n on n.oid = t.relnamespace
     where c.relkind in ('r', 'm', 'p', 'i', 'I') and t.relkind in ('r', 'm', 'p') and c.relpersistence <> 't'
       and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
     order by n.nspname, t.relname, c.relname`,
  )
}
