import { quoteLiteral } from '../postgres/quote.ts'
import type { Definition } from './definition.ts'
import type { PartitionDesign } from './design.ts'
import { namesOf } from './names.ts'

/** How pg_partman takes a table over that the migration divided, as comments of SQL; `every` is the interval for PostgreSQL. */
export function partmanWords(design: PartitionDesign, every: string, { parameters }: Definition): readonly string[] {
  // Its retention takes each partition for one interval long by where it begins, and would drop newer rows with it.
  if (design.move === 'attach')
    return [
      '-- pg_partman does not fit while the old table is the first partition: it takes each for one interval long.',
    ]
  const { schema, table, key } = design
  const parent = quoteLiteral(`${schema}.${table}`)
  const own = quoteLiteral(namesOf(design).table)
  return [
    '-- With pg_partman 5 in place of the function, after the swap and with the default partition dropped (it makes its own, and',
    '-- partitions after the last one that there is):',
    `--   set timezone to 'UTC';`,
    `--   select partman.create_parent(p_parent_table := ${parent}, p_control := ${quoteLiteral(key)}, p_interval := '${every}', p_start_partition :=`,
    `--     (select max(substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \\(''(.*?)''\\)')::timestamp)::text`,
    `--      from pg_inherits join pg_class c on c.oid = inhrelid where inhparent = ${own}::regclass));`,
    `--   update partman.part_config set retention = '<how long>', retention_keep_table = false where parent_table = ${parent};`,
    ...(parameters.length === 0 ? [] : ['--   and the storage parameters of its template table.']),
  ]
}
