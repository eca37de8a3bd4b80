import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'
import type { Definition } from './definition.ts'
import type { PartitionDesign } from './design.ts'
import { namesOf, withSuffix } from './names.ts'

/** Whether the extension that is there is older than 5, by the number before the first dot. */
const IS_BEFORE_5 = "split_part(extversion, '.', 1)::int < 5"

/** How pg_partman takes a table over that the migration divided, as comments of SQL; `every` is the interval for PostgreSQL. */
export function partmanWords(design: PartitionDesign, every: string, { parameters }: Definition): readonly string[] {
  // Its retention takes each partition for one interval long by where it begins, and would drop newer rows with it.
  if (design.move === 'attach')
    return [
      '-- pg_partman does not fit while the old table is the first partition: it takes each for one interval long.',
    ]
  const { schema, table, key } = design
  const parent = quoteLiteral(`${schema}.${table}`)
  const name = namesOf(design).table
  const own = quoteLiteral(name)
  // Storage parameters belong to the parts, and new ones take them from there.
  const templateName = withSuffix(table, '_template')
  const template = parameters.length === 0 ? undefined : `partman.${quoteIdentifier(templateName)}`
  const child = (suffix: string) => `${quoteIdentifier(schema)}.${quoteIdentifier(withSuffix(table, suffix))}`
  return [
    '-- With pg_partman 4.7 or 5 in place of the function, after the swap (it makes a default partition of its own, and partitions',
    '-- after the last one that there is):',
    '--   create schema if not exists partman;',
    '--   create extension if not exists pg_partman schema partman;',
    '--   do $$',
    '--   begin',
    `--     lock table ${name};`,
    `--     if exists (select from ${child('_default')}) then`,
    `--       raise exception 'the default partition has rows: give them a partition first';`,
    '--     end if;',
    `--     drop table ${child('_default')};`,
    '--   end $$;',
    `--   set timezone to 'UTC';`,
    ...renameFor47(design),
    ...(template === undefined
      ? []
      : [`--   create table ${template} (like ${name}) with (${parameters.join(', ')});`]),
    `--   select partman.create_parent(p_parent_table := ${parent}, p_control := ${quoteLiteral(key)}, p_interval := '${every}',`,
    `--     p_type := (select case when ${IS_BEFORE_5} then 'native' else 'range' end from pg_extension where extname = 'pg_partman'),`,
    ...(template === undefined ? [] : [`--     p_template_table := ${quoteLiteral(`partman.${templateName}`)},`]),
    '--     p_start_partition :=',
    `--     (select max(substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \\(''(.*?)''\\)')::timestamp)::text`,
    `--      from pg_inherits join pg_class c on c.oid = inhrelid where inhparent = ${own}::regclass));`,
    `--   update partman.part_config set retention = '<how long>', retention_keep_table = false where parent_table = ${parent};`,
    '-- and then, as often as partitions are to come and go:',
    '--   call partman.run_maintenance_proc();',
  ]
}

/** How pg_partman 4.7 writes when a partition begins; 5 writes it as the migration does. */
const FORMATS: Readonly<Record<PartitionDesign['interval'], string>> = {
  day: 'YYYY_MM_DD',
  week: 'YYYY_MM_DD',
  month: 'YYYY_MM',
  quarter: 'YYYY_MM',
  year: 'YYYY',
}

/** It knows a partition by its name alone. */
function renameFor47(design: PartitionDesign): readonly string[] {
  const { table, interval } = design
  const own = quoteLiteral(namesOf(design).table)
  return [
    '--   do $$',
    '--   declare',
    '--     part record;',
    '--   begin',
    '--     for part in',
    `--       select c.oid::regclass as name, substring(pg_get_expr(c.relpartbound, c.oid) from 'FROM \\(''(.*?)''\\)')::timestamp as start`,
    `--       from pg_inherits join pg_class c on c.oid = inhrelid join pg_extension e on e.extname = 'pg_partman' and ${IS_BEFORE_5}`,
    `--       where inhparent = ${own}::regclass`,
    '--     loop',
    `--       execute format('alter table %s rename to %I', part.name, ${quoteLiteral(withSuffix(table, '_p'))} || to_char(part.start, '${FORMATS[interval]}'));`,
    '--     end loop;',
    '--   end $$;',
  ]
}
