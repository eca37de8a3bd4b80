import type { Column, Table } from '../../capture/catalog/table.ts'
import type { Access } from '../access.ts'
import type { Subject as KeySubject, SortTerm, Term } from '../condition.ts'
import { btree, type DesignKey, type IndexDesign, plainKey } from '../design.ts'

/** More equality columns than this hardly narrow anything further. */
const MAX_EQUALITIES = 3

/** Of all rows, the part with a value of its own. */
const NEARLY_UNIQUE = 0.5
/** Of all rows. */
const MOST = 0.5

/** Types without a b-tree order, or whose order no query asks for: json, jsonb, arrays, geometry, xml. */
const UNORDERED = new Set(['A', 'G', 'X', 'Z'])

/**
 * The b-trees that would answer an access, likeliest first: columns compared for equality, then the wanted order or one
 * range. `popularity` says how often the load compares a column of the table for equality: shared columns go first, so that
 * statements share a prefix, then the most selective; before all of them a foreign key that has no index, which then has one.
 */
export function btreeCandidates(
  { table, terms, order, isLimited }: Access,
  popularity: (expression: string) => number,
): readonly IndexDesign[] {
  const equal = (kinds: readonly Term['kind'][]) =>
    unique(terms.filter(({ kind }) => kinds.includes(kind)).map(({ subject }) => subject))
      .filter(subject => isIndexable(table, subject) && distinctOf(table, subject) !== 1)
      .sort(
        (a, b) =>
          Number(isBareKey(table, b)) - Number(isBareKey(table, a)) ||
          popularity(b.expression) - popularity(a.expression) ||
          distinctOf(table, b) - distinctOf(table, a),
      )
      .slice(0, MAX_EQUALITIES)
  const constants = alone(table, equal(['equality', 'boolean'])).filter(subject => !isCommon(table, terms, subject))
  const joins = equal(['join'])
  const lists = equal(['list'])
  const ranges = unique(terms.filter(({ kind }) => kind === 'range').map(({ subject }) => subject)).filter(subject =>
    isIndexable(table, subject),
  )
  // Of a row or two there is nothing to sort.
  const isSorted = !constants.some(subject => isNearlyUnique(table, subject))
  const sort = isSorted && order.every(({ subject }) => isIndexable(table, subject)) ? order.slice(0, 3) : []
  const both = [...constants, ...joins].slice(0, MAX_EQUALITIES)
  // Without the equality columns in front, an order alone is a trap for whoever has few rows near its beginning.
  const fronts = (joins.length > 0 ? [constants, both, joins] : [constants]).filter(isNew)
  const designs = fronts.flatMap(front => {
    const end = lists.concat(ranges).slice(0, 2)
    const tails: readonly (readonly DesignKey[])[] = [
      ...(isLimited || front.length > 0 ? [sortKeys(sort, front)] : []),
      ...end
        .filter(subject => !front.some(other => other.expression === subject.expression))
        .map(subject => [toKey(subject)]),
      [],
    ]
    return tails.map(tail => btree(table, [...front.map(toKey), ...tail], front.length))
  })
  const [list] = lists
  const listed = list === undefined ? [] : [btree(table, [toKey(list), ...sortKeys(sort, [list])], 1)]
  return [...designs, ...listed].filter(({ keys }) => keys.length > 0)
}

/** Whether a foreign key of this column alone has no index. */
const isBareKey = ({ foreignKeys, indexes }: Table, { expression }: KeySubject): boolean =>
  foreignKeys.some(({ columns }) => columns.length === 1 && columns[0] === expression) &&
  !indexes.some(
    ({ isValid, predicate, keys }) => isValid && predicate === undefined && keys[0]?.expression === expression,
  )

const toKey = ({ expression, isColumn }: KeySubject): DesignKey => plainKey(expression, isColumn)

function unique(subjects: readonly KeySubject[]): readonly KeySubject[] {
  return [...new Map(subjects.map(subject => [subject.expression, subject])).values()]
}

function isNew(front: readonly KeySubject[], at: number, fronts: readonly (readonly KeySubject[])[]): boolean {
  const nameOf = (subjects: readonly KeySubject[]) => subjects.map(({ expression }) => expression).join()
  return fronts.findIndex(other => nameOf(other) === nameOf(front)) === at
}

/** Sort columns that equality does not fix already. A b-tree is read both ways, so the first of them ascends. */
function sortKeys(order: readonly SortTerm[], front: readonly KeySubject[]): readonly DesignKey[] {
  const free = order.filter(({ subject }) => !front.some(({ expression }) => expression === subject.expression))
  const isTurned = free[0]?.isDescending ?? false
  return free.map(({ subject, isDescending, isNullsFirst }) => ({
    ...toKey(subject),
    isDescending: isDescending !== isTurned,
    isNullsFirst: isNullsFirst !== isTurned,
  }))
}

export function columnOf(table: Table, { expression, isColumn }: KeySubject): Column | undefined {
  return isColumn ? table.columns.find(({ name }) => name === expression) : undefined
}

/** Beside a column in which nearly no value comes twice, others narrow nothing. */
function alone(table: Table, subjects: readonly KeySubject[]): readonly KeySubject[] {
  const key = subjects.find(subject => isNearlyUnique(table, subject))
  return key === undefined ? subjects : [key]
}

const isNearlyUnique = (table: Table, subject: KeySubject) =>
  subject.isColumn && table.rows >= 1 && distinctOf(table, subject) >= NEARLY_UNIQUE * table.rows

/** Whether most rows have the wanted truth value: a key that keeps them narrows nothing. */
function isCommon(table: Table, terms: readonly Term[], subject: KeySubject): boolean {
  const asked = terms.find(term => term.kind === 'boolean' && term.subject.expression === subject.expression)
  if (asked?.kind !== 'boolean') return false
  return (columnOf(table, subject)?.commonValues[asked.isTrue ? 't' : 'f'] ?? 0) > MOST
}

/** What depends on the session's time zone, so that PostgreSQL refuses to index it. */
const OF_TIME_ZONE = /^(?:date|date_trunc)\(.*"((?:[^"]|"")+)"\)$/

function dependsOnTimeZone(table: Table, expression: string): boolean {
  const column = OF_TIME_ZONE.exec(expression)?.[1]?.replaceAll('""', '"')
  return table.columns.some(({ name, type }) => name === column && type.endsWith('with time zone'))
}

function isIndexable(table: Table, subject: KeySubject): boolean {
  if (!subject.isColumn) return !dependsOnTimeZone(table, subject.expression)
  const column = columnOf(table, subject)
  return column !== undefined && !UNORDERED.has(column.category) && !/^(?:jsonb?|xml)\b/.test(column.type)
}

/** Distinct values, 0 where all are null; an expression is taken to be selective, because nobody writes one for less. */
function distinctOf(table: Table, subject: KeySubject): number {
  const { nDistinct } = columnOf(table, subject) ?? {}
  if (nDistinct === undefined) return table.rows
  return nDistinct < 0 ? -nDistinct * table.rows : nDistinct
}
