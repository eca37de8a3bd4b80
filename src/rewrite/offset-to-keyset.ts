import type { Node, SelectStmt } from 'libpg-query'
import { parse } from '../sql/parse.ts'
import { deparseFaithfully } from './deparse.ts'
import { publishedSql } from './published.ts'
import { and, columnNames, conjunctsOf, isAggregated, ONE, operation, withConstants } from './tree.ts'

/** A page of a list that is asked for by what came before it. */
export interface Keyset {
  /** Returns what the order is by, of the last row before the page, as text. */
  readonly lastSeen: string
  /** The page after the row with these values. */
  after(values: readonly string[]): { readonly sql: string; readonly published: string } | undefined
}

/** `order by a, b limit 20 offset 1000` as `where (a, b) > (…) order by a, b limit 20`, where the order is by columns in one direction. */
export function offsetToKeyset(sql: string): Keyset | undefined {
  const statements = parse(sql)
  const [statement] = statements ?? []
  if (statements?.length !== 1 || statement === undefined || !('SelectStmt' in statement)) return undefined
  const select = statement.SelectStmt
  const { limitOffset, limitCount, groupClause, distinctClause, windowClause, op } = select
  const keys = sortKeys(select)
  const isSimple =
    op === 'SETOP_NONE' && !isAggregated(select) && ![groupClause, distinctClause, windowClause].some(Boolean)
  if (!isSimple || limitOffset === undefined || limitCount === undefined || keys === undefined) return undefined
  const columns = keys.columns.map((key, at): Node => {
    return { ResTarget: { name: `key_${at + 1}`, val: cast(key) } }
  })
  const lastSeen = deparseFaithfully({
    ...select,
    targetList: columns,
    limitCount: ONE,
    limitOffset: operation('-', limitOffset, ONE),
    limitOption: 'LIMIT_OPTION_COUNT',
  })
  return lastSeen === undefined
    ? undefined
    : { lastSeen: withConstants(lastSeen), after: values => pageAfter(select, keys, values) }
}

interface Keys {
  readonly columns: readonly Node[]
  readonly operator: '<' | '>'
}

function sortKeys({ sortClause = [], targetList = [] }: SelectStmt): Keys | undefined {
  const items = sortClause.flatMap(item => ('SortBy' in item ? item.SortBy : []))
  const directions = new Set(items.map(({ sortby_dir: direction }) => direction === 'SORTBY_DESC'))
  const isPlain = items.every(({ sortby_nulls: nulls }) => nulls === undefined || nulls === 'SORTBY_NULLS_DEFAULT')
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
