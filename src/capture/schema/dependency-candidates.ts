import { isChanging, nameThere, speaksOfSame, tells, wordsOf } from './column-words.ts'
import type { Schema, SchemaColumn, SchemaForeignKey, SchemaTable } from './schema.ts'

/** One column that may follow from another one of its table. */
export interface DependencyCandidate {
  readonly table: SchemaTable
  readonly from: string
  readonly to: string
  /** Whether the names say so too. */
  readonly isNamed: boolean
  /** Whether the names say that both are of one thing, which takes fewer values to confirm. */
  readonly isOfSame: boolean
  /** Columns of few values that have nothing to do with it: where they follow as well, rows may have been generated in step. */
  readonly controls: readonly string[]
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
const MAX_CONTROLS = 4
/** Different values of a control: more of them would follow from nothing by chance. */
const CONTROL_VALUES = { least: 2, most: 50 }
const WHOLE: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'uuid'])
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
      return table.columns.flatMap(({ name: from, category, baseType }) => {
        if (isUnique(from)) return []
        const isInKey = table.primaryKey.length > 1 && table.primaryKey.includes(from)
        const isThing = category === 'S' || WHOLE.has(baseType)
        return facts
          .filter(({ name }) => name !== from)
          .flatMap(({ name: to, category: kind }) => {
            const isNamed = tells(from, to)
            const isWord = kind === 'S' || kind === 'E'
            const isOfSame = isWord && isThing && speaksOfSame(from, to)
            if (!isNamed && !isOfSame && !(isInKey && kind === 'S')) return []
            return {
              table,
              from,
              to,
              isNamed,
              isOfSame: isOfSame && !isChanging(to),
              controls: controlsOf(table, from, to),
            }
          })
      })
    })
    .toSorted((a, b) => rankOf(b) - rankOf(a))
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

const rankOf = ({ isNamed, isOfSame }: DependencyCandidate) => (isNamed ? 2 : isOfSame ? 1 : 0)

function controlsOf(table: SchemaTable, from: string, to: string): readonly string[] {
  return table.columns
    .filter(({ name, nDistinct }) => {
      const distinct = nDistinct === undefined ? 0 : nDistinct < 0 ? -nDistinct * table.rows : nDistinct
      const isRelated = name === from || name === to || tells(from, name) || speaksOfSame(from, name)
      return !isRelated && distinct >= CONTROL_VALUES.least && distinct <= CONTROL_VALUES.most
    })
    .slice(0, MAX_CONTROLS)
    .map(({ name }) => name)
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
