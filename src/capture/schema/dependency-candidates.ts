import { nameThere, speaksOfSame, tells, wordsOf } from './column-words.ts'
import type { Schema, SchemaColumn, SchemaForeignKey, SchemaTable } from './schema.ts'

/** One column that may follow from another one of its table. */
export interface DependencyCandidate {
  readonly table: SchemaTable
  readonly from: string
  readonly to: string
  /** Whether the names say so too. */
  readonly isNamed: boolean
}

/** A column that may hold the same as one of the row that a foreign key refers to. */
export interface CopyCandidate {
  readonly table: SchemaTable
  readonly foreignKey: SchemaForeignKey
  readonly column: string
  readonly referencedColumn: string
}

/** Tables with fewer rows than these show any dependency by chance. */
export const MIN_ROWS = 50
const MAX_CANDIDATES = 60
/** Words that many tables have without one copying the other. */
const COMMON =
  /^(id|uuid|name|title|slug|status|state|type|kind|role|active|enabled|notes?|description|comments?|position|version|language|locale|currency|(created|updated|deleted|modified|archived)(_(at|on|by|date))?)$/

/** Pairs of columns that are worth a look at the data. */
export function dependencyCandidates({ tables }: Schema): readonly DependencyCandidate[] {
  return tables
    .filter(({ rows }) => rows >= MIN_ROWS)
    .flatMap(table => {
      const isUnique = (name: string) => table.uniqueKeys.some(key => key.length === 1 && key[0] === name)
      const facts = table.columns.filter(column => isFact(column, table))
      return table.columns.flatMap(({ name: from, category: kind }) => {
        if (isUnique(from)) return []
        const isInKey = table.primaryKey.length > 1 && table.primaryKey.includes(from)
        return facts
          .filter(({ name }) => name !== from)
          .map(({ name: to, category }) => ({ table, from, to, isNamed: tells(from, to), category }))
          .filter(
            ({ to, isNamed, category }) =>
              isNamed || (category === 'S' && (isInKey || (kind === 'S' && speaksOfSame(from, to)))),
          )
          .map(({ category: _, ...candidate }) => candidate)
      })
    })
    .toSorted((a, b) => Number(b.isNamed) - Number(a.isNamed))
    .slice(0, MAX_CANDIDATES)
}

export function copyCandidates({ tables }: Schema): readonly CopyCandidate[] {
  return tables
    .filter(({ rows }) => rows >= MIN_ROWS)
    .flatMap(table =>
      table.foreignKeys
        .filter(({ columns }) => columns.length === 1)
        .flatMap(foreignKey => {
          const referenced = tables.find(
            ({ schema, name }) => schema === foreignKey.referencedSchema && name === foreignKey.referencedTable,
          )
          if (referenced === undefined || referenced === table) return []
          return table.columns
            .filter(column => isFact(column, table))
            .flatMap(column => copyOf(column, table, foreignKey, referenced) ?? [])
        }),
    )
    .slice(0, MAX_CANDIDATES)
}

function copyOf(
  column: SchemaColumn,
  table: SchemaTable,
  foreignKey: SchemaForeignKey,
  referenced: SchemaTable,
): CopyCandidate | undefined {
  const [from = ''] = foreignKey.columns
  const wanted = nameThere(from, column.name)
  const isPrefixed = wanted !== wordsOf(column.name).join('_')
  if (!isPrefixed && COMMON.test(wanted)) return undefined
  const there = referenced.columns.find(
    ({ name, baseType }) => wordsOf(name).join('_') === wanted && baseType === column.baseType,
  )
  if (there === undefined || !isFact(there, referenced)) return undefined
  return { table, foreignKey, column: column.name, referencedColumn: there.name }
}

/** A column that says something of a thing: no key, no flag. */
function isFact({ name, category, isGenerated }: SchemaColumn, table: SchemaTable): boolean {
  return (
    category !== 'B' &&
    !isGenerated &&
    (category === 'S' || !/^(id|uuid|guid)$/.test(wordsOf(name).at(-1) ?? '')) &&
    !table.primaryKey.includes(name) &&
    !table.uniqueKeys.some(key => key.includes(name)) &&
    !table.foreignKeys.some(({ columns }) => columns.includes(name))
  )
}
