import type { Node, RangeVar, SelectStmt } from 'libpg-query'
import { parse } from '../sql/parse.ts'
import { deparseFaithfully } from './deparse.ts'
import type { Known, KnownTable } from './known.ts'
import { commonTables, fixedColumns, isNeverNull, tableOf } from './never-null.ts'
import { publishedSql } from './published.ts'
import {
  aliasOf,
  and,
  binary,
  column,
  columnNames,
  conjunctsOf,
  isAggregated,
  isFixed,
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
  /** The table that the order is of, and its columns that it then is by. */
  readonly table: string
  readonly order: readonly { readonly name: string; readonly isDescending: boolean }[]
  /** Returns what the order is by, of the last row before the page, as text. */
  readonly lastSeen: string
  /** The page after the row with these values. */
  after(values: readonly string[]): { readonly sql: string; readonly published: string } | undefined
}

/**
 * `order by a limit 20 offset 1000` as `where (a, id) > (…) order by a, id limit 20`, where the order is by columns of one table, none
 * of which is ever null; where their directions differ, column by column. Where it tells no row from the next it is completed with a
 * key of the table: rows that were alike came in any order before.
 */
export function offsetToKeyset(sql: string, known: Known): Keyset | undefined {
  const statements = parse(sql)
  const [statement] = statements ?? []
  if (statements?.length !== 1 || statement === undefined || !('SelectStmt' in statement)) return undefined
  const select = statement.SelectStmt
  const { limitOffset, limitCount, groupClause, distinctClause, windowClause, op } = select
  const hidden = commonTables(statement)
  const relation = onceEach(select, known, hidden)
  const isHidden = relation?.schemaname === undefined && hidden.has(relation?.relname ?? '')
  const table = relation === undefined || isHidden ? undefined : tableOf(relation, known)
  const isSimple =
    op === 'SETOP_NONE' && !isAggregated(select) && ![groupClause, distinctClause, windowClause].some(Boolean)
  if (!isSimple || limitOffset === undefined || limitCount === undefined) return undefined
  const order = relation && table && keysOf(select, relation, table, known)
  if (table === undefined || order === undefined) return undefined
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
    table: table.name,
    order: order.columns.map((key, at) => ({
      name: columnNames(key)!.at(-1)!,
      isDescending: order.operators[at] === '<',
    })),
    lastSeen: withConstants(lastSeen),
    after: values => pageAfter(complete, order, values),
  }
}

/**
 * The relation whose rows are each in the result once at most: the only one, or the first one where all others are joined to it, or
 * to each other, by a whole key of theirs.
 */
function onceEach(select: SelectStmt, known: Known, hidden: ReadonlySet<string>): RangeVar | undefined {
  const [node, ...others] = select.fromClause ?? []
  return node === undefined || others.length > 0 ? undefined : leftmost(node, known, hidden)
}

function leftmost(node: Node, known: Known, hidden: ReadonlySet<string>): RangeVar | undefined {
  if ('RangeVar' in node) return node.RangeVar
  if (!('JoinExpr' in node)) return undefined
  const { jointype = 'JOIN_INNER', larg, rarg, quals, isNatural, usingClause, alias } = node.JoinExpr
  const isPlain = isNatural !== true && usingClause === undefined && alias === undefined
  if (!isPlain || (jointype !== 'JOIN_INNER' && jointype !== 'JOIN_LEFT')) return undefined
  if (larg === undefined || rarg === undefined || !('RangeVar' in rarg)) return undefined
  const joined = rarg.RangeVar
  const isHidden = joined.schemaname === undefined && hidden.has(joined.relname ?? '')
  const table = isHidden ? undefined : tableOf(joined, known)
  if (table === undefined || !isByKey(quals, aliasOf(joined), table)) return undefined
  return leftmost(larg, known, hidden)
}

/** Whether the condition finds one row of the table at most: each column of a key equals something of other relations. */
function isByKey(quals: Node | undefined, alias: string, table: KnownTable): boolean {
  const isOwn = (node: Node) => columnNames(node)?.length === 2 && columnNames(node)![0] === alias
  const isOther = (node: Node) => isFixed(node) || (columnNames(node)?.length === 2 && !isOwn(node))
  const equal = conjunctsOf(quals).flatMap(term => {
    const { left, right } = binary(term, ['=']) ?? {}
    if (left === undefined || right === undefined) return []
    if (isOwn(left) && isOther(right)) return columnNames(left)!.slice(-1)
    return isOwn(right) && isOther(left) ? columnNames(right)!.slice(-1) : []
  })
  return uniqueKeys(table).some(key => key.length > 0 && key.every(name => equal.includes(name)))
}

interface Keys {
  readonly columns: readonly Node[]
  /** What comes after, in each of them. */
  readonly operators: readonly ('<' | '>')[]
}

interface Order extends Keys {
  readonly sort: Node[]
  readonly completed: readonly string[]
}

function keysOf(select: SelectStmt, relation: RangeVar, table: KnownTable, known: Known): Order | undefined {
  const keys = sortKeys(select)
  const isJoined = onlyRelation(select) === undefined
  const isOfRelation = keys?.columns.every(key => {
    const [alias, name] = columnNames(key)!
    return name === undefined ? !isJoined : alias === aliasOf(relation)
  })
  if (isOfRelation !== true) return undefined
  const names = keys?.columns.flatMap(key => columnNames(key)?.at(-1) ?? [])
  const isKnown = keys?.columns.every(key => isNeverNull(columnNames(key)!, select, known)) === true
  if (keys === undefined || names === undefined || !isKnown) return undefined
  // Of several relations it takes the alias to say whose column is fixed.
  const told = new Set([...names, ...(isJoined ? [] : fixedColumns(select))])
  const [missing] = uniqueKeys(table)
    .map(key => key.filter(name => !told.has(name)))
    .toSorted((a, b) => a.length - b.length)
  if (missing === undefined) return undefined
  const isQualified = keys.columns.some(key => columnNames(key)!.length > 1)
  const added = missing.map(name => (isQualified ? column(aliasOf(relation), name) : column(name)))
  // As the last one goes, so that an index that has the order is read one way.
  const last = keys.operators.at(-1)!
  const direction = last === '<' ? 'SORTBY_DESC' : 'SORTBY_DEFAULT'
  const more = added.map((node): Node => {
    return { SortBy: { node, sortby_dir: direction, sortby_nulls: 'SORTBY_NULLS_DEFAULT' } }
  })
  return {
    columns: [...keys.columns, ...added],
    operators: [...keys.operators, ...added.map(() => last)],
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
  const operators = items.map(({ sortby_dir: direction }) => (direction === 'SORTBY_DESC' ? '<' : '>'))
  const isPlain = items.every(
    ({ useOp, sortby_nulls: nulls }) =>
      useOp === undefined && (nulls ?? 'SORTBY_NULLS_DEFAULT') === 'SORTBY_NULLS_DEFAULT',
  )
  const columns = items.map(({ node }) => node && meantColumn(node, targetList))
  if (items.length === 0 || !isPlain || !columns.every(each => each !== undefined)) return undefined
  return { columns, operators }
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

function pageAfter(select: SelectStmt, keys: Keys, values: readonly string[]) {
  const seen = values.map((sval, at): Node => ({ A_Const: { sval: { sval }, location: -2 - at } }))
  const { limitOffset: _, ...rest } = select
  const page: SelectStmt = {
    ...rest,
    whereClause: and([...conjunctsOf(select.whereClause), ...termsAfter(keys, seen)])!,
  }
  const sql = deparseFaithfully(page)
  return sql === undefined ? undefined : { sql, published: publishedSql({ SelectStmt: page }) }
}

/**
 * What holds for the rows after one with these values: `(a, b) > (x, y)`, or where the directions differ `a <= x and (a < x or (a = x
 * and b > y))`, whose first term an index can begin at.
 */
function termsAfter({ columns, operators }: Keys, seen: readonly Node[]): readonly Node[] {
  const [operator] = operators
  const [first] = columns
  if (operator === undefined || first === undefined) return []
  if (columns.length === 1) return [operation(operator, first, seen[0]!)]
  const row = (args: readonly Node[]): Node => ({ RowExpr: { args: [...args], row_format: 'COERCE_IMPLICIT_CAST' } })
  if (operators.every(other => other === operator)) return [operation(operator, row(columns), row(seen))]
  const from = (at: number): Node => {
    const beyond = operation(operators[at]!, columns[at]!, seen[at]!)
    if (at === columns.length - 1) return beyond
    const rest = and([operation('=', columns[at]!, seen[at]!), from(at + 1)])!
    return { BoolExpr: { boolop: 'OR_EXPR', args: [beyond, rest] } }
  }
  return [operation(`${operator}=`, first, seen[0]!), from(0)]
}
