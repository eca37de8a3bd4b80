import type { Column } from '../../capture/catalog/table.ts'
import type { Access } from '../access.ts'
import type { Term } from '../condition.ts'
import { btree, type IndexDesign, plainKey } from '../design.ts'
import { columnOf } from './btree.ts'

/** A block range index pays on a table of at least so many blocks whose order follows the column. */
const MIN_BRIN_PAGES = 1000
const MIN_BRIN_CORRELATION = 0.95
/** A hash index keeps four bytes of a value however long it is, a b-tree all of it, and refuses what is longer than a third of a page. */
const MIN_HASH_BYTES = 40

/** Indexes that are no plain b-tree: patterns, containment, block ranges. */
export function otherCandidates(access: Access): readonly IndexDesign[] {
  return access.terms.flatMap(term => {
    const column = columnOf(access.table, term.subject)
    return column === undefined ? searchCandidates(term, access) : candidatesFor(term, column, access)
  })
}

/** Full text of an expression, and what is in a field of a document. */
function searchCandidates(term: Term, { table }: Access): readonly IndexDesign[] {
  const { expression } = term.subject
  const isField = / -> '\w+'$/.test(expression)
  if (term.kind !== 'contains' || !(isField || expression.startsWith('to_tsvector('))) return []
  const opclass = isField ? documentClass(term.operator) : undefined
  return [{ ...btree(table, [{ ...plainKey(expression, false), opclass }], 0), method: 'gin' }]
}

/** Paths are smaller; only all keys and elements answer what is asked of one key. */
const documentClass = (operator: string) => (operator.startsWith('@') ? 'jsonb_path_ops' : undefined)

/** A range of one room, one device: with what is compared for equality in front, whose classes are those of an extension. */
function besideEqual(range: string, { table, terms }: Access): readonly IndexDesign[] {
  const equal = terms.filter(({ kind, subject }) => kind === 'equality' && columnOf(table, subject) !== undefined)
  const names = [...new Set(equal.map(({ subject }) => subject.expression))].slice(0, 2)
  if (names.length === 0) return []
  const keys = [...names, range].map(name => plainKey(name))
  return [{ ...btree(table, keys, 0), method: 'gist', extension: 'btree_gist' }]
}

function candidatesFor(term: Term, column: Column, access: Access): readonly IndexDesign[] {
  const { table } = access
  const { name } = column
  const single = btree(table, [plainKey(name)], 0)
  const gin = (opclass?: string): IndexDesign => ({ ...single, method: 'gin', keys: [{ ...plainKey(name), opclass }] })
  if (term.kind === 'like') {
    const patterns = /^character varying/.test(column.type) ? 'varchar_pattern_ops' : 'text_pattern_ops'
    const prefix = column.isByteOrdered ? single : { ...single, keys: [{ ...plainKey(name), opclass: patterns }] }
    if (column.category !== 'S') return []
    return [...(term.isPrefix ? [prefix] : []), { ...gin('gin_trgm_ops'), extension: 'pg_trgm' }]
  }
  if (term.kind === 'nearest') {
    const isText = column.category === 'S'
    const keys = [{ ...plainKey(name), opclass: isText ? 'gist_trgm_ops' : undefined }]
    return [{ ...single, method: 'gist', keys, extension: isText ? 'pg_trgm' : undefined }]
  }
  if (term.kind === 'equality' && (column.avgWidth ?? 0) >= MIN_HASH_BYTES)
    return [{ ...single, equalities: 1, method: 'hash' }]
  if (term.kind === 'contains') {
    if (/range$/.test(column.type)) return [...besideEqual(name, access), { ...single, method: 'gist' }]
    if (column.category === 'G') return [{ ...single, method: 'gist' }]
    if (column.type === 'jsonb') return [gin(documentClass(term.operator))]
    return column.category === 'A' || column.type === 'tsvector' ? [gin()] : []
  }
  const isOrdered = Math.abs(column.correlation ?? 0) >= MIN_BRIN_CORRELATION
  return term.kind === 'range' && isOrdered && table.pages >= MIN_BRIN_PAGES ? [{ ...single, method: 'brin' }] : []
}
