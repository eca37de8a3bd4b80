import { findTable } from '../../../capture/catalog/table.ts'
import { columnKey, type Profile } from '../../../capture/schema/profile.ts'
import { hasColumn, type SchemaColumn, type SchemaTable } from '../../../capture/schema/schema.ts'
import type { Draft, Rule } from '../../draft.ts'
import { bytesText, sizeOfTable } from '../../production-size.ts'
import { count, schemaRemark, tableName } from '../../schema-remark.ts'
import { percent } from '../../shares.ts'
import type { Subject } from '../../workload.ts'

/** A `bigint`. */
const NARROW_BYTES = 8
/** Codes and short names cost no more than a number and are read without a join. */
const MIN_BYTES = 16
const MIN_ROWS = 1000
/** Of the referring tables with their indexes. */
const MIN_SHARE = 0.05

interface WideKey {
  readonly table: SchemaTable
  readonly column: SchemaColumn
  readonly references: readonly Reference[]
  /** What the references take beyond a `bigint` each, in the rows alone. */
  readonly savedBytes: number
}

interface Reference {
  readonly table: SchemaTable
  readonly column: string
  readonly bytes: number
  readonly rows: number
  readonly indexes: readonly { readonly name: string; readonly sizeBytes: number }[]
}

export const wideTextKey: Rule = {
  id: 'wide-text-key',
  area: 'schema',
  title: 'A long text as the key that other tables refer to',
  description:
    'Every row that refers to it repeats the text, in the row and in each index on it, and when the text itself changes (an e-mail address, a name) all of those rows change with it. Told where the texts are 16 bytes and more on average and the copies take over a twentieth of the tables that hold them beyond what a `bigint` would; measured are the bytes of the referring rows and the size of their indexes. Give the table a `bigint` identity (8 bytes) or a `uuid` (16 bytes) as its key and keep the text there once, `unique`. Short codes such as a country’s are good keys.',
  find(subject) {
    const keys = subject.schema.head.tables.flatMap(table =>
      table.columns.flatMap(column => keyOf(subject, table, column)),
    )
    return keys.map(key => draftOf(subject, key))
  },
}

function keyOf(subject: Subject, table: SchemaTable, column: SchemaColumn): readonly WideKey[] {
  const { head, profile } = subject.schema
  if (column.category !== 'S' || (column.avgWidth ?? 0) < MIN_BYTES || isOtherType(profile, table, column)) return []
  const references = head.tables.flatMap(other => referencesOf(subject, other, table, column))
  const savedBytes = references.reduce((sum, { rows, bytes }) => sum + rows * (bytes - NARROW_BYTES), 0)
  const all = [...new Set(references.map(each => each.table))].reduce(
    (sum, each) => sum + sizeOfTable(subject, each).seeded,
    0,
  )
  const rows = references.reduce((sum, each) => sum + each.rows, 0)
  return rows < MIN_ROWS || savedBytes < MIN_SHARE * all ? [] : [{ table, column, references, savedBytes }]
}

/** UUIDs and numbers that are kept as text are another rule's. */
function isOtherType({ texts }: Profile, { schema, name }: SchemaTable, column: SchemaColumn): boolean {
  const facts = texts.get(columnKey(schema, name, column.name))
  return facts !== undefined && (facts.uuids === facts.sampled || facts.integers === facts.sampled)
}

function referencesOf(
  { head }: Subject,
  table: SchemaTable,
  target: SchemaTable,
  key: SchemaColumn,
): readonly Reference[] {
  return table.foreignKeys.flatMap(({ columns, referencedSchema, referencedTable, referencedColumns }) => {
    const isHere = referencedSchema === target.schema && referencedTable === target.name
    const [name] = columns
    const column = table.columns.find(each => each.name === name)
    if (!isHere || columns.length !== 1 || referencedColumns[0] !== key.name || column === undefined) return []
    const indexes = (findTable(head, table.schema, table.name)?.indexes ?? [])
      .filter(({ keys, include }) => [...keys.map(({ expression }) => expression), ...include].includes(column.name))
      .map(index => ({ name: index.name, sizeBytes: index.sizeBytes }))
    const rows = Math.round(table.rows * (1 - (column.nullFrac ?? 0)))
    return { table, column: column.name, bytes: column.avgWidth ?? key.avgWidth ?? 0, rows, indexes }
  })
}

function draftOf(subject: Subject, { table, column, references, savedBytes }: WideKey): Draft {
  const name = `${tableName(table)}.${column.name}`
  const isNew =
    !hasColumn(subject.schema.base, table, column.name) ||
    references.some(each => !hasColumn(subject.schema.base, each.table, each.column))
  const seeded = references.reduce((sum, each) => sum + sizeOfTable(subject, each.table).seeded, 0)
  const production = references.reduce((sum, each) => sum + sizeOfTable(subject, each.table).production, 0)
  const tables = new Set(references.map(each => each.table)).size
  const draft = schemaRemark(wideTextKey, subject, {
    table,
    columns: [column.name],
    title: `${name}, a text of ${column.avgWidth} bytes, is the key that ${tables === 1 ? 'another table repeats' : `${tables} other tables repeat`}`,
    why: `Each referring row and each index on it holds the whole text: ${bytesText(savedBytes)} more in the rows than with a bigint${production > seeded ? `, ${bytesText((savedBytes * production) / seeded)} at production’s size` : ''}. When the text changes, they all change with it. Take a bigint identity (8 bytes) as the key and keep the text in ${tableName(table)} alone, unique.`,
    evidence: references.map(each => referenceText(each, sizeOfTable(subject, each.table).seeded)),
  })
  return { ...draft, severity: isNew ? 'advice' : 'info' }
}

function referenceText({ table, column, bytes, rows, indexes }: Reference, tableBytes: number): string {
  const own = rows * bytes
  const built =
    indexes.length === 0
      ? 'no index has it'
      : `in indexes: ${indexes.map(each => `${each.name} of ${bytesText(each.sizeBytes)}`).join(', ')}`
  return `${tableName(table)}.${column}: ${bytes} bytes in each of ${count(rows)} rows, ${bytesText(own)}, where a bigint takes ${bytesText(rows * NARROW_BYTES)}; ${percent((rows * (bytes - NARROW_BYTES)) / Math.max(1, tableBytes))} of the table with its indexes; ${built}.`
}
