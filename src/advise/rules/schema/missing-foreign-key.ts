import { stemOf, wordsOf } from '../../../capture/schema/column-words.ts'
import type { SchemaColumn, SchemaTable } from '../../../capture/schema/schema.ts'
import { quoted } from '../../design.ts'
import type { Draft, Rule } from '../../draft.ts'
import { qualified, schemaRemark, tableName } from '../../schema-remark.ts'
import type { Subject } from '../../workload.ts'

/** With fewer rows, that all values are found there says nothing. */
const MIN_ROWS = 100

export const missingForeignKey: Rule = {
  id: 'missing-foreign-key',
  area: 'schema',
  title: 'A column that refers to another table without a foreign key',
  description:
    'Its name is that of another table’s key, it has that key’s type (or both are integers), and every value of the seeded rows is found there: a foreign key would keep it so. The constraint is tried on the seeded rows, and what it costs the writes of the load is measured. Where the two live in different services on purpose, ignore it.',
  find(subject) {
    return subject.schema.head.tables
      .filter(({ rows }) => rows >= MIN_ROWS)
      .flatMap(table => table.columns.flatMap(column => draftFor(table, column, subject) ?? []))
  },
}

function draftFor(table: SchemaTable, column: SchemaColumn, subject: Subject): Draft | undefined {
  const { tables } = subject.schema.head
  if (table.foreignKeys.some(({ columns }) => columns.includes(column.name))) return undefined
  const stem = /[_ ]?(id|uuid)$/i.test(column.name) ? stemOf(column.name) : undefined
  if (stem === undefined || table.columns.some(({ name }) => wordsOf(name).join('_') === `${stem}_type`))
    return undefined
  const [there, ...others] = tables.filter(
    ({ schema, name }) => schema === table.schema && isNamed(wordsOf(name).join('_'), stem),
  )
  const [key, ...more] = there?.primaryKey ?? []
  if (there === undefined || others.length > 0 || key === undefined || more.length > 0) return undefined
  const keyColumn = there.columns.find(({ name }) => name === key)
  if (keyColumn === undefined || !isComparable(keyColumn, column)) return undefined
  const name = quoted(`${table.name}_${column.name}_fkey`)
  const [own, other] = [table, there].map(qualified)
  const add = `alter table ${own} add constraint ${name} foreign key (${quoted(column.name)}) references ${other} (${quoted(key)})`
  return schemaRemark(missingForeignKey, subject, {
    table,
    columns: [column.name],
    title: `${tableName(table)}.${column.name} has no foreign key to ${tableName(there)}`,
    why: 'Every value of the seeded rows is found there, but nothing keeps it so.',
    evidence:
      keyColumn.type === column.type
        ? []
        : [`It is ${column.type}, and the key ${keyColumn.type}: make them alike while you are at it.`],
    proposal: {
      kind: 'ddl',
      schema: table.schema,
      table: table.name,
      run: [`${add};`],
      show: [`${add} not valid;`, `alter table ${own} validate constraint ${name};`],
    },
  })
}

/** Integers of different widths refer to each other as well. */
function isComparable(key: SchemaColumn, column: SchemaColumn): boolean {
  const isInteger = ({ baseType }: SchemaColumn) => /^int[248]$/.test(baseType)
  return key.type === column.type || (isInteger(key) && isInteger(column))
}

/** `customer` is kept in `customer`, `customers`; `category` in `categories`, `address` in `addresses`. */
function isNamed(table: string, stem: string): boolean {
  return [stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, 'ies')].includes(table)
}
