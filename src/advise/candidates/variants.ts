import type { Column } from '../../capture/catalog/table.ts'
import { quoteLiteral } from '../../postgres/quote.ts'
import type { Access } from '../access.ts'
import type { Term } from '../condition.ts'
import { type IndexDesign, quoted } from '../design.ts'
import { columnOf } from './btree.ts'

const MAX_INCLUDED = 3
/** Wider than this, an index-only scan reads about as many pages as the table. */
const MAX_INCLUDED_BYTES = 64
/** Short in a test and too long for an index row one day, so that the insert fails. */
const UNBOUNDED = /^(?:jsonb?|xml|bytea|tsvector)$|\[\]$/
/** Fewer rows than this are fetched from the table as quickly as from a wider index. */
const MIN_ROWS_FOR_INDEX_ONLY = 20
/** An index over a larger part of the table saves too little to be worth its limits. */
const MAX_PARTIAL_FRACTION = 0.25

/** The design with the few narrow columns that the statement still needs, so that the table need not be read. */
export function coveringVariant(
  design: IndexDesign,
  { table, alias, rowsKept }: Access,
  text: string,
): readonly IndexDesign[] {
  const keys = new Set(design.keys.map(({ expression }) => expression))
  const words = namesOf(text, new Set([alias, table.name]))
  const missing = table.columns.filter(({ name }) => words.has(name) && !keys.has(name))
  const width = missing.reduce((sum, column) => sum + (column.avgWidth ?? MAX_INCLUDED_BYTES), 0)
  if (missing.some(({ type }) => UNBOUNDED.test(type))) return []
  if (/\*(?!\))/.test(text) || rowsKept < MIN_ROWS_FOR_INDEX_ONLY) return []
  if (missing.length === 0 || missing.length > MAX_INCLUDED || width > MAX_INCLUDED_BYTES) return []
  return [{ ...design, include: missing.map(({ name }) => name) }]
}

const NAME = String.raw`"(?:[^"]|"")+"|[A-Za-z_][\w$]*`
const REFERENCE = new RegExp(String.raw`(?:(${NAME})\s*\.\s*)?(${NAME})`, 'g')

/** Names that may be columns of a table: without a qualifier, or with one of the table's own. */
function namesOf(text: string, qualifiers: ReadonlySet<string>): ReadonlySet<string> {
  const own = [...text.matchAll(REFERENCE)].filter(
    ([, qualifier]) => qualifier === undefined || qualifiers.has(unquote(qualifier)),
  )
  return new Set(own.map(([, , name]) => unquote(name!)))
}

const unquote = (word: string) => (word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word)

/**
 * The design over those rows only that the statement asks for, where they are few: soft deletes, queues, flags. Constants in it
 * are null, booleans, the labels of enums, and strings that the table's own declaration names: a check, a default.
 */
export function partialVariants(design: IndexDesign, access: Access): readonly IndexDesign[] {
  return access.terms.flatMap((term): readonly IndexDesign[] => {
    const column = columnOf(access.table, term.subject)
    const rare = column === undefined ? undefined : rarePredicate(term, column)
    if (rare === undefined) return []
    const keys = design.keys.filter(({ expression }) => expression !== column?.name)
    const fixed = design.keys.slice(0, design.equalities).filter(({ expression }) => expression !== column?.name)
    return keys.length === 0 ? [] : [{ ...design, keys, equalities: fixed.length, predicate: rare }]
  })
}

function rarePredicate(term: Term, column: Column): string | undefined {
  const name = quoted(column.name)
  if (term.kind === 'null') {
    const fraction = term.isNull ? (column.nullFrac ?? 1) : 1 - (column.nullFrac ?? 0)
    return fraction <= MAX_PARTIAL_FRACTION ? `${name} is ${term.isNull ? '' : 'not '}null` : undefined
  }
  if (term.kind === 'boolean' && column.category === 'B') {
    const fraction = column.commonValues[term.isTrue ? 't' : 'f'] ?? 0
    return fraction <= MAX_PARTIAL_FRACTION ? (term.isTrue ? name : `not ${name}`) : undefined
  }
  if (term.kind === 'unequal') {
    const common = column.commonValues[term.value]
    const isRare = common !== undefined && 1 - common - (column.nullFrac ?? 0) <= MAX_PARTIAL_FRACTION
    return isRare ? `${name} <> ${quoteLiteral(term.value)}` : undefined
  }
  if (
    !['E', 'S'].includes(column.category) ||
    (term.kind !== 'equality' && term.kind !== 'list') ||
    term.value === undefined
  )
    return undefined
  const labels = term.kind === 'list' ? (/^\{([\w,]+)\}$/.exec(term.value)?.[1]?.split(',') ?? []) : [term.value]
  const fractions = labels.map(label => column.commonValues[label])
  if (labels.length === 0 || fractions.some(fraction => fraction === undefined)) return undefined
  if (fractions.reduce<number>((sum, fraction) => sum + (fraction ?? 0), 0) > MAX_PARTIAL_FRACTION) return undefined
  const constants = labels.map(quoteLiteral)
  return constants.length === 1 ? `${name} = ${constants[0]}` : `${name} in (${constants.join(', ')})`
}
