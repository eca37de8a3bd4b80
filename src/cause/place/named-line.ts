import { definitionOf, type IndexDefinitions } from '../../plan/index-definitions.ts'
import { parse, type TreeNode, walk } from '../../sql/parse.ts'
import { readReferences } from '../../sql/references.ts'
import { wholeWord } from '../../sql/whole-word.ts'
import { withoutDown } from './down-part.ts'

/** What a line of a migration may name of what a statement makes, drops or alters. */
export interface Names {
  /** Of indexes, constraints, triggers, functions and the like. */
  readonly objects: readonly string[]
  readonly tables: readonly string[]
  readonly columns: readonly string[]
}

/** `indexes` has the tables and columns of indexes that the statement drops by name. */
export function namesIn(statement: string, indexes: IndexDefinitions): Names {
  const { created, dropped, tables, columns } = readReferences(statement)
  const objects = [...dropped, ...created].filter(({ kind }) => kind !== 'column').map(({ name }) => bare(name))
  const constraints: string[] = []
  walk(parse(statement) ?? [], (node, key) => {
    if (key === 'AlterTableCmd' && /Constraint/.test(String(node.subtype))) constraints.push(...nameOf(node.name))
    if (key === 'Constraint') constraints.push(...nameOf(node.conname))
    if (key === 'RenameStmt') constraints.push(...nameOf(node.subname))
  })
  const definitions = dropped.flatMap(({ kind, name }) => (kind === 'index' ? (definitionOf(name, indexes) ?? []) : []))
  const indexed = definitions.map(readReferences)
  return {
    objects: [...new Set([...objects, ...constraints])],
    tables: [...new Set([...tables, ...indexed.flatMap(each => each.tables)].map(bare))],
    columns: [...new Set([...columns, ...indexed.flatMap(each => each.columns)])],
  }
}

const nameOf = (name: TreeNode[string]) => (typeof name === 'string' ? [name] : [])

const bare = (name: string) => name.slice(name.lastIndexOf('.') + 1)

/** How well a line names something, 0 for not at all. */
export interface NamedLine {
  /** From one. */
  readonly line: number
  readonly rank: number
}

const NOT_NAMED: NamedLine = { line: 1, rank: 0 }
const COMMENT = /^\s*(?:#|\/\/|--|\/?\*|"""|''')/

/**
 * The first line that names the objects; else the table with a column, a column, or the table alone. A column that refers to
 * another table goes by its name without `_id` in some tools.
 */
export function namedLine(names: Names, file: string): NamedLine {
  const found = bestLine(names, withoutDown(file))
  return found.rank > 0 ? found : bestLine(names, file)
}

function bestLine({ objects, tables, columns }: Names, text: string): NamedLine {
  const lines = text.split('\n').map(line => (COMMENT.test(line) ? '' : line))
  const attributes = columns.flatMap(column => (/._id$/i.test(column) ? column.slice(0, -3) : []))
  const names = (wanted: readonly string[]) => {
    const patterns = wanted.map(wholeWord)
    return (line: string) => patterns.some(pattern => pattern.test(line))
  }
  const [ofTable, ofColumn, ofAttribute] = [names(tables), names(columns), names(attributes)]
  const wanted = [
    names(objects),
    (line: string) => ofTable(line) && (ofColumn(line) || ofAttribute(line)),
    ofColumn,
    ofAttribute,
    ofTable,
  ]
  for (const [at, isWanted] of wanted.entries()) {
    const index = lines.findIndex(isWanted)
    if (index !== -1) return { line: index + 1, rank: wanted.length - at }
  }
  return NOT_NAMED
}
