import type { Client } from '../postgres/client.ts'

/**
 * One row with one text: the statistics of production as JSON. It reads the catalog only, takes no lock that anybody could
 * notice, and leaves out every value: common values are told by how common they are. Any role may run it; columns that the
 * role may not read are not in it.
 */
export const STATISTICS_QUERY = `with ours as (
  select n.nspname as schema, t.relname as "table", case when c.oid <> t.oid then c.relname end as "index",
         case when c.relkind in ('p', 'I') then 0
              else pg_relation_size(c.oid) / current_setting('block_size')::int end as blocks,
         c.relpages as pages, c.reltuples as rows, c.relallvisible as visible
  from pg_class c
  left join pg_index i on i.indexrelid = c.oid
  join pg_class t on t.oid = coalesce(i.indrelid, c.oid)
  join pg_namespace n on n.oid = t.relnamespace
  where c.relkind in ('r', 'm', 'p', 'i', 'I') and t.relkind in ('r', 'm', 'p') and c.relpersistence <> 't'
    and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
), spread as (
  select schemaname as schema, tablename as "table", attname as "column", inherited, null_frac as nulls,
         avg_width as width, n_distinct as "distinct",
         coalesce(most_common_freqs, '{}'::real[]) as frequencies, correlation
  from pg_stats
  where schemaname not in ('pg_catalog', 'information_schema')
)
select json_build_object(
  'pgverdict', 'statistics',
  'version', 1,
  'server', current_setting('server_version'),
  'relations', coalesce((select json_agg(ours order by schema, "table", "index" nulls first) from ours), '[]'),
  'columns', coalesce((select json_agg(spread order by schema, "table", "column", inherited) from spread), '[]')
)::text as statistics`

/** The file's text, with a line for each relation and column, so that two of them can be compared. */
export async function exportStatistics(client: Client): Promise<string> {
  const [row] = await client.rows<{ statistics: string }>(STATISTICS_QUERY)
  const { relations, columns, ...head } = JSON.parse(row!.statistics) as Record<string, unknown> & {
    relations: unknown[]
    columns: unknown[]
  }
  const list = (items: unknown[]) => `[\n${items.map(item => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
  const keys = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`)
  return `{\n${keys.join('\n')}\n  "relations": ${list(relations)},\n  "columns": ${list(columns)}\n}\n`
}
