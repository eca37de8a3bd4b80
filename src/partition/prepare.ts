import type { FixStep } from '../advise/finding.ts'
import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'
import type { Definition } from './definition.ts'
import type { Interval, PartitionDesign } from './design.ts'
import { dropMirrorTriggers, mirrorFunction, mirrorTriggers } from './mirror.ts'
import { type Names, withSuffix } from './names.ts'
import { block, indent, unless } from './steps.ts'

export const LENGTHS: Readonly<Record<Interval, string>> = {
  day: '1 day',
  week: '7 days',
  month: '1 month',
  quarter: '3 months',
  year: '1 year',
}
/** What is made ahead of the newest row. */
export const AHEAD: Readonly<Record<Interval, string>> = {
  day: '14 days',
  week: '8 weeks',
  month: '3 months',
  quarter: '6 months',
  year: '1 year',
}
/** One wrong date must not make a thousand tables. */
const MOST_PARTS = 1000

/** The partitioned table beside the old one, empty, with its partitions and indexes; from then on writes go to both. */
export function prepareStep(design: PartitionDesign, definition: Definition, names: Names): Omit<FixStep, 'slug'> {
  const { table, next, copied, mirror } = names
  const statements = [
    ...(design.method === 'range' ? [addPartitionsFunction(design, definition, names)] : []),
    mirrorFunction(mirror, next, definition, keysWith(design.key, definition)),
    block(
      [
        unless(`to_regclass(${quoteLiteral(next)}) is not null or to_regclass(${quoteLiteral(names.old)}) is not null`),
        `set local lock_timeout = '5s';`,
        createTable(
          design,
          definition,
          names.next,
          names.table,
          withSuffix(definition.primaryKey!.name, '_partitioned'),
        ),
        createPartitions(design, definition, names),
        ...definition.indexes.map(index => indexSql(index, names.next, withSuffix(index.name, '_partitioned'))),
        `create table ${copied} as select ${keyList(definition)} from ${table} with no data;`,
        mirrorTriggers(names, table, mirror),
      ].join('\n'),
    ),
  ]
  const undo = [
    block(`${dropMirrorTriggers(names, table)}\ndrop table if exists ${next}, ${copied};`),
    `drop function if exists ${mirror}()`,
    ...(design.method === 'range'
      ? [`drop function if exists ${names.addPartitions}(regclass, timestamptz, timestamptz)`]
      : []),
  ]
  return { sql: statements, commits: false, undo }
}

/** The primary key's columns, and the partition key, which has to be among them. */
export function keysWith(key: string, { primaryKey }: Definition): readonly string[] {
  const keys = primaryKey?.columns ?? []
  return keys.includes(key) ? keys : [...keys, key]
}

/** For schemas that declare it, where it changes. */
export const primaryKeyOf = ({ table, key }: PartitionDesign, definition: Definition): Pick<FixStep, 'primaryKey'> =>
  definition.primaryKey?.columns.includes(key) === true
    ? {}
    : { primaryKey: { table, columns: keysWith(key, definition) } }

export const keyList = ({ primaryKey }: Definition, prefix = ''): string =>
  (primaryKey?.columns ?? []).map(column => `${prefix}${quoteIdentifier(column)}`).join(', ')

export function createTable(
  { method, key }: PartitionDesign,
  definition: Definition,
  name: string,
  like: string,
  primary: string,
): string {
  return [
    `create table ${name} (`,
    `  like ${like} including all excluding indexes,`,
    `  constraint ${quoteIdentifier(primary)} primary key (${keysWith(key, definition).map(quoteIdentifier).join(', ')})`,
    `) partition by ${method} (${quoteIdentifier(key)});`,
  ].join('\n')
}

/** Storage parameters belong to the parts. */
const parametersOf = ({ parameters }: Definition) => (parameters.length === 0 ? '' : ` with (${parameters.join(', ')})`)

function createPartitions(design: PartitionDesign, definition: Definition, names: Names): string {
  const { schema, table, key, method, modulus } = design
  const column = quoteIdentifier(key)
  const fallback = createDefault(design, definition, names.next)
  const create = (name: string, bounds: string, values: string) =>
    `execute format('create table %I.%I partition of ${names.next.replaceAll("'", "''").replaceAll('%', '%%')} for values ${bounds}${parametersOf(definition).replaceAll("'", "''").replaceAll('%', '%%')}',\n  ${quoteLiteral(schema)}, ${name}, ${values});`
  if (method === 'hash') {
    const name = `${quoteLiteral(withSuffix(table, '_p'))} || part`
    return `for part in 0..${modulus - 1} loop\n${indent(create(name, `with (modulus ${modulus}, remainder %s)`, 'part'))}\nend loop;`
  }
  if (method === 'list') {
    const name = `${quoteLiteral(withSuffix(table, '_p'))} || part.number`
    return [
      'declare\n  part record;\nbegin',
      `  for part in select value, row_number() over (order by value) as number from (select distinct ${column} as value from ${names.table}) as found loop`,
      indent(indent(create(name, 'in (%L)', 'part.value'))),
      '  end loop;\nend;',
      fallback,
    ].join('\n')
  }
  const first = `coalesce(${edge('min', key, definition, names.table)}, now())`
  return [
    `perform ${names.addPartitions}(${quoteLiteral(names.next)}, ${first},`,
    `  ${newest(design, definition, names.table)} + interval '${AHEAD[design.interval]}');`,
    fallback,
  ].join('\n')
}

export const createDefault = ({ schema, table }: PartitionDesign, definition: Definition, parent: string): string =>
  `create table ${quoteIdentifier(schema)}.${quoteIdentifier(withSuffix(table, '_default'))} partition of ${parent} default${parametersOf(definition)};`

/** The first or last key as `timestamptz`: what has no zone counts as UTC. */
function edge(which: 'min' | 'max', key: string, definition: Definition, table: string): string {
  const found = `select ${which}(${quoteIdentifier(key)})`
  return typeOf(key, definition).includes('with time zone')
    ? `(${found} from ${table})`
    : `(${found}::timestamp at time zone 'UTC' from ${table})`
}

/** Up to where there are rows, or will be now. */
export function newest({ key, reach }: PartitionDesign, definition: Definition, table: string): string {
  const last = edge('max', key, definition, table)
  return reach === 'now' ? `greatest(${last}, now())` : `coalesce(${last}, now())`
}

/** As it is declared, without its precision. */
export const typeOf = (column: string, { columns }: Definition): string =>
  (columns.find(({ name }) => name === column)?.type ?? '').replace(/\(\d+\)/, '')

/** Up to where the old table takes rows, which is attached as the first partition; null before it is. */
const END_OF_FIRST = `(
    select substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \\(''(.*?)''\\)')::timestamp
    from pg_inherits join pg_class c on c.oid = inhrelid
    where inhparent = parent and pg_get_expr(c.relpartbound, c.oid) like 'FOR VALUES FROM (MINVALUE)%')`

/** Makes what is missing between two points in time; also what is run later, every so often. */
export function addPartitionsFunction(
  { schema, table, interval, key, move }: PartitionDesign,
  definition: Definition,
  names: Names,
): string {
  const begin = `date_trunc('${interval}', first at time zone 'UTC')`
  const type = typeOf(key, definition)
  const parameters = parametersOf(definition).replaceAll("'", "''").replaceAll('%', '%%')
  return `create or replace function ${names.addPartitions}(parent regclass, first timestamptz, until timestamptz) returns void
language plpgsql set search_path to pg_catalog set timezone to 'UTC' as $function$
declare
  starts timestamp := ${move === 'attach' ? `greatest(${begin}, ${END_OF_FIRST})` : begin};
begin
  if not isfinite(first) or not isfinite(until) or until - first > ${MOST_PARTS} * interval '${LENGTHS[interval]}' then
    raise exception 'more than ${MOST_PARTS} partitions from % to %: look for wrong dates', first, until;
  end if;
  while starts <= until at time zone 'UTC' loop
    execute format('create table if not exists %I.%I partition of %s for values from (%L) to (%L)${parameters}',
      ${quoteLiteral(schema)}, ${quoteLiteral(withSuffix(table, '_p20260101').slice(0, -8))} || to_char(starts, 'YYYYMMDD'), parent,
      starts::${type}, (starts + interval '${LENGTHS[interval]}')::${type});
    starts := starts + interval '${LENGTHS[interval]}';
  end loop;
end
$function$`
}

/** The like of an index on another table, under another name: two have the same for a while. */
export function indexSql(
  { isUnique, isConstraint, tail }: Definition['indexes'][number],
  table: string,
  name: string,
): string {
  const own = quoteIdentifier(name)
  if (isConstraint) {
    const columns = /^USING btree (.*)$/s.exec(tail)?.[1] ?? tail
    return `alter table ${table} add constraint ${own} unique ${columns};`
  }
  return `create ${isUnique ? 'unique ' : ''}index ${own} on ${table} ${tail};`
}
