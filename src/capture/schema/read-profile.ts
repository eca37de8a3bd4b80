import { type Client, SqlError } from '../../postgres/client.ts'
import { quoteIdentifier } from '../../postgres/quote.ts'
import {
  type CopyCandidate,
  copyCandidates,
  type DependencyCandidate,
  dependencyCandidates,
  MIN_ROWS,
} from './dependency-candidates.ts'
import {
  type Copy,
  columnKey,
  type Dependency,
  type JsonFacts,
  MAX_EXCEPTIONS,
  type Profile,
  type TextFacts,
} from './profile.ts'
import type { Schema, SchemaColumn, SchemaTable } from './schema.ts'

/** Rows that tell what values look like, and those that tell what follows from what. */
const SAMPLE = { values: 2000, rows: 20_000 }

/** Looks at the data behind a schema: the same rows each time, and only counts leave the server. */
export async function readProfile(client: Client, schema: Schema): Promise<Profile> {
  const texts = new Map<string, TextFacts>()
  const json = new Map<string, JsonFacts>()
  for (const table of schema.tables.filter(({ rows }) => rows >= MIN_ROWS)) {
    const wanted = (isWanted: (column: SchemaColumn) => boolean) => table.columns.filter(isWanted)
    for (const column of wanted(({ category, baseType }) => category === 'S' && baseType !== 'bpchar')) {
      const facts = await readTextFacts(client, table, column)
      if (facts !== undefined) texts.set(keyOf(table, column), facts)
    }
    for (const column of wanted(({ baseType }) => baseType === 'jsonb' || baseType === 'json')) {
      const facts = await readJsonFacts(client, table, column)
      if (facts !== undefined) json.set(keyOf(table, column), facts)
    }
  }
  const dependencies: Dependency[] = []
  for (const candidate of dependencyCandidates(schema)) {
    const facts = await readDependency(client, candidate)
    if (facts !== undefined) dependencies.push({ ...candidate, ...facts })
  }
  const copies: Copy[] = []
  for (const candidate of copyCandidates(schema)) {
    const facts = await readCopy(client, candidate)
    if (facts !== undefined) copies.push({ ...candidate, ...facts })
  }
  return { texts, json, dependencies, copies }
}

/** The one row of an answer; undefined where the server refuses it, as for a table that the owner may not read. */
async function answer<Facts extends object>(client: Client, sql: string): Promise<Facts | undefined> {
  try {
    const [facts] = await client.rows<Facts>(sql)
    return facts
  } catch (error) {
    if (error instanceof SqlError) return undefined
    throw error
  }
}

const keyOf = ({ schema, name }: SchemaTable, column: SchemaColumn) => columnKey(schema, name, column.name)

const nameOf = ({ schema, name }: SchemaTable) => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`

/** Whole pages from all over the table, always the same ones. */
function sampleOf(table: SchemaTable, rows: number): string {
  const percent = Math.min(100, (100 * rows) / Math.max(1, table.rows))
  return `${nameOf(table)} tablesample system (${percent.toFixed(4)}) repeatable (1)`
}

const UUID = `'^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$'`
const WORD = `[[:alnum:]_.@+:/-]{1,60}`
const PARTS = `1 + length(value) - length(translate(value, ',;|', ''))`
const LIST = `'^${WORD}([,;|] ?${WORD})*$'`

function readTextFacts(client: Client, table: SchemaTable, { name }: SchemaColumn) {
  return answer<TextFacts>(
    client,
    `
    select count(*)::int4 as sampled, count(*) filter (where value ~ ${UUID})::int4 as uuids,
      count(*) filter (where value ~ '^(0|[1-9][0-9]{0,17})$')::int4 as integers,
      count(*) filter (where value ~ ${LIST})::int4 as lists,
      coalesce(min(${PARTS}), 0)::int4 as shortest, coalesce(max(${PARTS}), 0)::int4 as longest
    from (select left(${quoteIdentifier(name)}::text, 1000) collate "C" as value
      from ${sampleOf(table, SAMPLE.values)}) as s where value is not null`,
  )
}

function readJsonFacts(client: Client, table: SchemaTable, { name }: SchemaColumn) {
  return answer<JsonFacts>(
    client,
    `
    with documents as (select ${quoteIdentifier(name)}::jsonb as document from ${sampleOf(table, SAMPLE.values)}),
      objects as (select document from documents where jsonb_typeof(document) = 'object'),
      fields as (select field, count(*) as objects from objects, jsonb_object_keys(document) as field group by field)
    select (select count(*) from objects)::int4 as objects, count(*)::int4 as fields,
      (count(*) filter (where objects >= 0.9 * (select count(*) from objects)))::int4 as common
    from fields`,
  )
}

/** Of the groups of rows that agree in `from`; a column without a value takes that for one. */
function readDependency(client: Client, { table, from, to, controls }: DependencyCandidate) {
  const different = (column: string) => `count(distinct ${column}) + max((${column} is null)::int4)`
  const names = controls.map((_, at) => `c${at}`)
  const inGroups = `(${different('b')}) as pairs${names.map(name => `, (${different(name)}) as ${name}`).join('')}`
  const following = names.map(name => `(count(*) filter (where ${name} > 1) <= ${MAX_EXCEPTIONS} * count(*))::int4`)
  return answer<Omit<Dependency, keyof DependencyCandidate>>(
    client,
    `
    with rows as (select tableoid as part, ctid as place, (ctid::text::point)[0] as page, ${quoteIdentifier(from)}::text as a, ${quoteIdentifier(to)}::text as b
          ${controls.map((column, at) => `, ${quoteIdentifier(column)}::text as c${at}`).join('')}
        from ${sampleOf(table, SAMPLE.rows)} where ${quoteIdentifier(from)} is not null),
      groups as (select a, bool_and(b is not distinct from a) as is_same, ${inGroups} from rows group by a having count(*) > 1),
      runs as (select b, part, place, page - dense_rank() over (partition by part order by page) as run from rows),
      turns as (select b, lag(b, (select count(distinct b)::int4 from rows)) over (partition by part, run order by place) as earlier
        from runs),
      told as (select b, count(*)::float8 as rows from rows where a in (select a from groups) group by b)
    select count(*)::int4 as groups, (count(*) filter (where pairs > 1))::int4 as exceptions, (count(*) filter (where is_same))::int4 as same,
      count(*)::int4 as "distinctFrom", (select count(b) from told)::int4 as "distinctTo",
      coalesce((select sum(rows * rows) / (sum(rows) ^ 2) from told), 1)::float8 as agreement,
      (${['0', ...following].join(' + ')})::int4
      as "controlsFollowing", (select coalesce(avg((b = earlier)::int4), 0) from turns)::float8 as cyclic
    from groups`,
  )
}

function readCopy(client: Client, { table, foreignKey, column, referencedColumn }: CopyCandidate) {
  const [own = ''] = foreignKey.columns
  const [other = ''] = foreignKey.referencedColumns
  const there = `${quoteIdentifier(foreignKey.referencedSchema)}.${quoteIdentifier(foreignKey.referencedTable)}`
  return answer<Omit<Copy, keyof CopyCandidate>>(
    client,
    `
    select count(*)::int4 as rows, (count(*) filter (where s.value = t.${quoteIdentifier(referencedColumn)}::text))::int4 as equal,
      count(distinct s.value)::int4 as "distinct"
    from (select ${quoteIdentifier(own)} as key, ${quoteIdentifier(column)}::text as value
      from ${sampleOf(table, SAMPLE.rows)}) as s
    join ${there} as t on t.${quoteIdentifier(other)} = s.key where s.value is not null`,
  )
}
