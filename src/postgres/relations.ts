import type { Client } from './client.ts'

interface Column {
  /** `attnum`: the same in a template copy, whatever the name. */
  readonly number: number
  /** With modifier and collation, the statistics target where it has one of its own, and `n_distinct` where that is set. */
  readonly type: string
}

/** What of a table the planner's statistics depend on, and what its files have gone through. */
export interface Relation {
  readonly oid: number
  /** Schema-qualified and quoted where needed. */
  readonly name: string
  /** `r` table, `m` materialised view, `p` partitioned. */
  readonly kind: 'r' | 'm' | 'p'
  readonly filenode: number | null
  /** As of the last VACUUM or ANALYZE. */
  readonly rowEstimate: number
  /** Rows inserted, updated and deleted since the database was made. */
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
  readonly columns: Readonly<Record<string, Column>>
  /** Definitions of the indexes on expressions, by oid. */
  readonly expressionIndexes: Readonly<Record<string, string>>
  /** Extended statistics, by oid. */
  readonly statisticsObjects: Readonly<Record<string, string>>
  /** The partitioned table that it belongs to. */
  readonly parent: number | null
}

/** The user's tables in the order of their names. */
export async function readRelations(client: Client): Promise<Relation[]> {
  // An empty path makes every name that is cast to text a qualified one, and hides functions of the migrations.
  await client.run(`set search_path to ''`)
  return client.rows<Relation>(
    `select c.oid, c.oid::regclass::text as name, c.relkind as kind, pg_relation_filenode(c.oid) as filenode,
            c.reltuples as "rowEstimate", pg_stat_get_tuples_inserted(c.oid)::float8 as inserted,
            pg_stat_get_tuples_updated(c.oid)::float8 as updated, pg_stat_get_tuples_deleted(c.oid)::float8 as deleted,
            (select coalesce(json_object_agg(a.attname, json_build_object('number', a.attnum,
                      'type', concat_ws(' ', format_type(a.atttypid, a.atttypmod), nullif(a.attcollation, 0)::regcollation,
                        'statistics ' || nullif(a.attstattarget, -1), a.attoptions)) order by a.attnum), '{}')
             from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
            (select coalesce(json_object_agg(i.indexrelid, pg_get_indexdef(i.indexrelid)), '{}')
             from pg_index i where i.indrelid = c.oid and i.indexprs is not null) as "expressionIndexes",
            (select coalesce(json_object_agg(e.oid, pg_get_statisticsobjdef(e.oid)), '{}')
             from pg_statistic_ext e where e.stxrelid = c.oid) as "statisticsObjects",
            (select h.inhparent from pg_inherits h where h.inhrelid = c.oid and c.relispartition) as parent
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm', 'p') and c.relpersistence <> 't'
       and n.nspname not in ('pg_catalog', 'information_schema')
     order by n.nspname, c.relname`,
  )
}
