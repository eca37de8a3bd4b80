import type pg from 'pg'

/** One change to a schema, as a line or two of a migration. */
export interface Mutation {
  readonly name: string
  readonly statements: readonly string[]
}

interface Index {
  readonly name: string
  readonly table: string
  readonly definition: string
  readonly keys: number
  /** The primary key, unique or exclusion constraint that rests on it. */
  readonly constraint: string | null
}

interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
}

/** What an indexed column's type becomes, by its present type; a cast stands where PostgreSQL has none of its own. */
const OTHER_TYPE: Readonly<Record<string, string>> = {
  smallint: 'bigint',
  integer: 'bigint',
  bigint: 'numeric',
  numeric: 'double precision',
  'character varying': 'text',
  character: 'text',
  text: 'varchar',
  'timestamp without time zone': 'timestamptz',
  'timestamp with time zone': 'timestamp',
  date: 'timestamptz',
  uuid: 'text',
}

/**
 * Everything to try on a schema, one at a time: each index dropped, with the constraint that rests on it; the type of each
 * indexed column changed; the columns of each composite index reversed.
 */
export async function readMutations(client: pg.Client): Promise<readonly Mutation[]> {
  const indexes = await readIndexes(client)
  const free = indexes.filter(({ constraint }) => constraint === null)
  return [
    ...indexes.map(({ name, table, constraint }) =>
      constraint === null
        ? { name: `drop index ${name}`, statements: [`drop index ${name};`] }
        : {
            name: `drop constraint ${constraint}`,
            statements: [`alter table ${table} drop constraint ${constraint};`],
          },
    ),
    ...free
      .filter(({ keys }) => keys > 1)
      .map(({ name, definition }) => ({
        name: `reverse ${name}`,
        statements: [`drop index ${name};`, `${reverseColumns(definition)};`],
      })),
    ...(await readColumns(client)).flatMap(changeType),
  ]
}

function changeType({ table, column, type }: Column): readonly Mutation[] {
  const other = OTHER_TYPE[type.replace(/\(.*\)$/, '')] ?? (type === 'enum' ? 'text' : undefined)
  if (other === undefined) return []
  const cast = type === 'uuid' || type === 'enum' ? ` using ${column}::text` : ''
  return [
    {
      name: `${table}.${column} to ${other}`,
      statements: [`alter table ${table} alter column ${column} type ${other}${cast};`],
    },
  ]
}

async function readIndexes(client: pg.Client): Promise<readonly Index[]> {
  const { rows } = await client.query<Index>(`
    select i.indexrelid::regclass::text as name, i.indrelid::regclass::text as table,
           pg_get_indexdef(i.indexrelid) as definition, i.indnkeyatts::int as keys,
           (select quote_ident(conname) from pg_constraint
            where conindid = i.indexrelid and conrelid = i.indrelid and contype in ('p', 'u', 'x')) as constraint
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    where not c.relispartition and c.relnamespace not in ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)
    order by 1`)
  return rows
}

async function readColumns(client: pg.Client): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>(`
    select distinct c.oid::regclass::text as table, quote_ident(a.attname) as column,
           case when t.typtype = 'e' then 'enum' else format_type(a.atttypid, a.atttypmod) end as type
    from pg_index i
    join pg_class c on c.oid = i.indrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
    join pg_type t on t.oid = a.atttypid
    where not c.relispartition and c.relkind in ('r', 'p')
      and c.relnamespace not in ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)
    order by 1, 2`)
  return rows
}

/** The definition with the columns of its first list the other way round, each with its operator class and direction. */
function reverseColumns(definition: string): string {
  const start = definition.indexOf('(') + 1
  const columns: string[] = []
  let [depth, from, at] = [0, start, start]
  for (; depth >= 0; at++) {
    const character = definition[at]
    if (character === '(') depth++
    if (character === ')') depth--
    if (depth < 0 || (depth === 0 && character === ',')) {
      columns.push(definition.slice(from, at).trim())
      from = at + 1
    }
  }
  return `${definition.slice(0, start)}${columns.toReversed().join(', ')}${definition.slice(at - 1)}`.replace(
    ' ON ONLY ',
    ' ON ',
  )
}
