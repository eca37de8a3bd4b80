import type { Node, RangeVar, SelectStmt } from 'libpg-query'
import { parse } from '../sql/parse.ts'
import { deparseFaithfully } from './deparse.ts'
import type { Known, KnownTable } from './known.ts'
import { commonTables, fixedColumns, isNeverNull, tableOf } from './never-null.ts'
import { publishedSql } from './published.ts'
import {
  aliasOf,
  and,
  column,
  columnNames,
  conjunctsOf,
  isAggregated,
  ONE,
  onlyRelation,
  operation,
  withConstants,
} from './tree.ts'

/** A page of a list that is asked for by what came before it. */
export interface Keyset {
  /** The statement itself, its order completed where it leaves open which of two rows comes first. */
  readonly ordered: string
  /** Names of the columns that complete the order. */
  readonly completed: readonly string[]
  /** Names of the table's columns that the order then is by, all in the same direction. */
  readonly order: readonly string[]
  readonly isDescending: boolean
  /** Returns what the order is by, of the last row before the page, as text. */
  readonly lastSeen: string
  /** The page after the row with these values. */
  after(values: readonly string[]): { readonly sql: string; readonly published: string } | undefined
}

/**
 * `order by a limit 20 offset 1000` as `where (a, id) > (…) order by a, id limit 20`, where the order is by columns of one table in one
 * direction, none of which is ever null. Where it tells no row from the next it is completed with a key of the table: rows that were
 * alike came in any order before.
 */
export function offsetToKeyset(sql: string, known: Known): Keyset | undefined {
  const statements = parse(sql)
  const [statement] = statements ?? []
  if (statements?.length !== 1 || statement === undefined || !('SelectStmt' in statement)) return undefined
  const select = statement.SelectStmt
  const { limitOffset, limitCount, groupClause, distinctClause, windowClause, op } = select
  const relation = onlyRelation(select)
  const isHidden = relation?.schemaname === undefined && commonTables(statement).has(relation?.relname ?? '')
  const table = relation === undefined || isHidden ? undefined : tableOf(relation, known)
  const isSimple =
    op === 'SETOP_NONE' && !isAggregated(select) && ![groupClause, distinctClause, windowClause].some(Boolean)
  if (!isSimple || limitOffset === undefined || limitCount === undefined) return undefined
  const order = relation && table && keysOf(select, relation, table, known)
  if (order === undefined) return undefined
  const complete: SelectStmt = { ...select, sortClause: order.sort }
  const lastSeen = deparseFaithfully({
    ...complete,
    targetList: order.columns.map((key, at): Node => ({ ResTarget: { name: `key_${at + 1}`, val: cast(key) } })),
    limitCount: ONE,
    limitOffset: operation('-', limitOffset, ONE),
    limitOption: 'LIMIT_OPTION_COUNT',
  })
  const ordered = deparseFaithfully(complete)
  if (lastSeen === undefined || ordered === undefined) return undefined
  return {
    ordered,
    completed: order.completed,
    order: order.columns.flatMap(key => columnNames(key)?.at(-1) ?? []),
    isDescending: order.operator === '<',
    lastSeen: withConstants(lastSeen),
    after: values => pageAfter(complete, order, values),
  }
}

interface Keys {
  readonly columns: readonly Node[]
  readonly operator: '<' | '>'
}

interface Order extends Keys {
  readonly sort: Node[]
  readonly completed: readonly string[]
}

function keysOf(select: SelectStmt, relation: RangeVar, table: KnownTable, known: Known): Order | undefined {
  const keys = sortKeys(select)
  const names = keys?.columns.flatMap(key => columnNames(key)?.at(-1) ?? [])
  const isKnown = keys?.columns.every(key => isNeverNull(columnNames(key)!, select, known)) === true
  if (keys === undefined || names === undefined || !isKnown) return undefined
  const told = new Set([...names, ...fixedColumns(select)])
  const [missing] = uniqueKeys(table)
    .map(key => key.filter(name => !told.has(name)))
    .toSorted((a, b) => a.length - b.length)
  if (missing === undefined) return undefined
  const isQualified = keys.columns.some(key => columnNames(key)!.length > 1)
  const added = missing.map(name => (isQualified ? column(aliasOf(relation), name) : column(name)))
  const direction = keys.operator === '<' ? 'SORTBY_DESC' : 'SORTBY_DEFAULT'
  const more = added.map((node): Node => {
    return { SortBy: { node, sortby_dir: direction, sortby_nulls: 'SORTBY_NULLS_DEFAULT' } }
  })
  return {
    columns: [...keys.columns, ...added],
    operator: keys.operator,
    sort: [...(select.sortClause ?? []), ...more],
    completed: missing,
  }
}

/** Columns that tell every row of a table from every other, the primary key first. */
function uniqueKeys({ indexes, columns }: KnownTable): readonly (readonly string[])[] {
  const isNeverNullColumn = (name: string) => columns.find(each => each.name === name)?.notNull === true
  return indexes
    .filter(
      ({ isUnique, isValid, isImmediate, predicate, keys }) =>
        isUnique && isValid && isImmediate && predicate === undefined && keys.every(({ isColumn }) => isColumn),
    )
    .toSorted((a, b) => Number(b.constraint !== undefined) - Number(a.constraint !== undefined))
    .map(({ keys }) => keys.map(({ expression }) => expression))
    .filter(key => key.every(isNeverNullColumn))
}

function sortKeys({ sortClause = [], targetList = [] }: SelectStmt): Keys | undefined {
  const items = sortClause.flatMap(item => ('SortBy' in item ? item.SortBy : []))
  const directions = new Set(items.map(({ sortby_dir: direction }) => direction === 'SORTBY_DESC'))
  const isPlain = items.every(
    ({ useOp, sortby_nulls: nulls }) =>
      useOp === undefined && (nulls ?? 'SORTBY_NULLS_DEFAULT') === 'SORTBY_NULLS_DEFAULT',
  )
  const columns = items.map(({ node }) => node && meantColumn(node, targetList))
  if (items.length === 0 || directions.size > 1 || !isPlain || !columns.every(each => each !== undefined))
    return undefined
  return { columns, operator: directions.has(true) ? '<' : '>' }
}

/** A column of a table; a bare name may also be that of something computed. */
function meantColumn(node: Node, targetList: readonly Node[]): Node | undefined {
  const names = columnNames(node)
  if (names === undefined) return undefined
  const target = targetList.find(each => 'ResTarget' in each && names.length === 1 && each.ResTarget.name === names[0])
  const value = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : node
  return value !== undefined && columnNames(value) !== undefined ? value : undefined
}

const cast = (arg: Node): Node => ({
  TypeCast: { arg, typeName: { names: [{ String: { sval: 'text' } }], typemod: -1 } },
})

function pageAfter(select: SelectStmt, { columns, operator }: Keys, values: readonly string[]) {
  const seen = values.map((sval, at): Node => ({ A_Const: { sval: { sval }, location: -2 - at } }))
  const [first] = columns
  const row = (args: readonly Node[]): Node => ({ RowExpr: { args: [...args], row_format: 'COERCE_IMPLICIT_CAST' } })
  const term =
    columns.length === 1 && first !== undefined
      ? operation(operator, first, seen[0]!)
      : operation(operator, row(columns), row(seen))
  const { limitOffset: _, ...rest } = select
  const page: SelectStmt = { ...rest, whereClause: and([...conjunctsOf(select.whereClause), term])! }
  const sql = deparseFaithfully(page)
  return sql === undefined ? undefined : { sql, published: publishedSql({ SelectStmt: page }) }
}
