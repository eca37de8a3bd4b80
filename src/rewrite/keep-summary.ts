import { type Catalog, findTable, type Table } from '../capture/catalog/table.ts'
import { quoteIdentifier } from '../postgres/quote.ts'
import { isPlainName } from '../sql/plain-name.ts'
import type { Summary } from './summarise.ts'

/** A summary as a table that triggers keep up to date with each write. */
export interface KeptSummary {
  readonly table: Table
  /** One transaction: the triggers' lock keeps writers out until the table is filled. */
  readonly statements: readonly string[]
  readonly undo: readonly string[]
  /** The number of rows in which the table differs from what the query computes anew. */
  readonly difference: string
  /** Fails where an expression of the keys is not the same for everybody, so that two sessions would keep two groups. */
  readonly immutability: string
}

const ROWS = 'summarised_rows'
/** Types whose sums are exact, so that what was added can be taken off again. */
const EXACT = /^(?:smallint|integer|bigint|numeric)/

/**
 * Counts and sums over one table can be kept by adding what a write brings and taking off what it removes. Undefined for joins (two
 * writers at once would not see each other's rows), for other aggregates, and where a null would hide what is in a group.
 */
export function keepSummary(summary: Summary, catalog: Catalog): KeptSummary | undefined {
  const { source, name, columns, inside } = summary
  const table = source && findTable(catalog, source.schema, source.table)
  if (table?.kind !== 'r' || table.isPartition || table.schema !== 'public') return undefined
  const keys = columns.filter(({ isKey }) => isKey)
  const values = columns.filter(({ isKey }) => !isKey)
  if (keys.length === 0 || !keys.every(key => isNeverNull(key.columns, table))) return undefined
  if (!values.every(({ aggregate }) => aggregate !== undefined && isKept(aggregate, table))) return undefined
  const known = values.find(({ aggregate }) => aggregate?.name === 'count' && aggregate.of === undefined)
  const all = known === undefined ? [...values, { name: ROWS, sql: 'count(*)' }] : values
  const rows = quoted(known?.name ?? ROWS)
  const [target, keyNames] = [quoted(name), keys.map(key => quoted(key.name))]
  const valueNames = all.map(value => quoted(value.name))
  const names = [...keyNames, ...valueNames].join(', ')
  const where = inside === undefined ? '' : ` where ${inside}`
  const places = keys.map((_, at) => at + 1).join(', ')
  const grouped = (from: string, sign: '' | '-') =>
    `select ${[...keys.map(key => key.sql), ...all.map(({ sql }) => `${sign}${sql}`)].join(', ')} from ${from} as ${quoted(source!.alias)}${where} group by ${places}`
  const relation = `public.${quoted(table.name)}`
  const apply = (delta: string) =>
    [
      `insert into public.${target} as kept (${names})`,
      `    select ${[...keyNames, ...valueNames.map(value => `sum(${value})`)].join(', ')}`,
      `    from (${delta}) as delta (${names}) group by ${places} order by ${places}`,
      `    on conflict (${keyNames.join(', ')}) do update set ${valueNames.map(value => `${value} = kept.${value} + excluded.${value}`).join(', ')};`,
    ].join('\n')
  const clear = `delete from public.${target} where ${rows} = 0 and (${keyNames.join(', ')}) in (select ${keys.map(key => key.sql).join(', ')} from old_rows as ${quoted(source!.alias)}${where});`
  const keep = `public.${quoted(`${name}_keep`)}`
  const trigger = (event: string, referencing: string) =>
    `create trigger ${quoted(`${name}_${event}`)} after ${event} on ${relation}${referencing} for each statement execute function ${keep}()`
  return {
    table,
    statements: [
      `create table public.${target} (${names}) as ${grouped(relation, '')} with no data`,
      `alter table public.${target} add primary key (${keyNames.join(', ')})`,
      `create function ${keep}() returns trigger language plpgsql as $keep$
begin
  if tg_op = 'TRUNCATE' then
    delete from public.${target};
  elsif tg_op = 'INSERT' then
    ${apply(grouped('new_rows', ''))}
  elsif tg_op = 'DELETE' then
    ${apply(grouped('old_rows', '-'))}
    ${clear}
  else
    ${apply(`(${grouped('new_rows', '')}) union all (${grouped('old_rows', '-')})`)}
    ${clear}
  end if;
  return null;
end
$keep$`,
      trigger('insert', ' referencing new table as new_rows'),
      trigger('update', ' referencing old table as old_rows new table as new_rows'),
      trigger('delete', ' referencing old table as old_rows'),
      trigger('truncate', ''),
      `insert into public.${target} (${names}) ${grouped(relation, '')}`,
    ],
    undo: [
      ...['insert', 'update', 'delete', 'truncate'].map(
        event => `drop trigger if exists ${quoted(`${name}_${event}`)} on ${relation}`,
      ),
      `drop function if exists ${keep}()`,
      `drop table if exists public.${target}`,
    ],
    difference: `select count(*)::float8 as rows from ((select ${names} from public.${target} except all ${grouped(relation, '')}) union all (${grouped(relation, '')} except all select ${names} from public.${target})) as difference`,
    immutability: keys
      .filter(key => !key.isColumn)
      .map(key => `create index on pgverdict_like ((${key.unqualified}))`)
      .join('; '),
  }
}

const columnOf = (name: string, { columns }: Table) => columns.find(column => column.name === name)

const isNeverNull = (names: readonly string[], table: Table) =>
  names.length > 0 && names.every(name => columnOf(name, table)?.notNull === true)

/** A sum of nothing is null and not 0, which is why its column may never be. */
function isKept({ name, of }: { readonly name: string; readonly of: string | undefined }, table: Table): boolean {
  if (name === 'count') return true
  const column = of === undefined ? undefined : columnOf(of, table)
  return name === 'sum' && column?.notNull === true && EXACT.test(column.type)
}

const quoted = (name: string): string => (isPlainName(name) ? name : quoteIdentifier(name))
