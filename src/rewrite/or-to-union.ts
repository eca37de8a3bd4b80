import type { Node, SelectStmt } from 'libpg-query'
import { and, columnNames, columnsOf, conjunctsOf, isAggregated, isPlain } from './tree.ts'

/** More branches than these are a list of searches, not one. */
const MAX_BRANCHES = 3

/**
 * `where a or b` as a union of `where a` and of `where b and (a) is not true`: each row once, as before, whatever is null. Order and
 * limit go round it.
 */
export function orToUnion(select: SelectStmt): SelectStmt | undefined {
  const { sortClause, limitCount, limitOffset, limitOption, ...inner } = select
  if (!isPlain(inner) || isAggregated(inner)) return undefined
  const terms = conjunctsOf(inner.whereClause)
  const isOr = (term: Node) => 'BoolExpr' in term && term.BoolExpr.boolop === 'OR_EXPR'
  const [either, ...more] = terms.filter(isOr)
  if (either === undefined || more.length > 0 || !('BoolExpr' in either)) return undefined
  const branches = either.BoolExpr.args ?? []
  if (branches.length > MAX_BRANCHES || !areOfDifferentColumns(branches)) return undefined
  const sort = sortClause === undefined ? [] : sortByOutput(sortClause, inner)
  if (sort === undefined) return undefined
  const rest = terms.filter(term => term !== either)
  const parts = branches.map((branch, at): SelectStmt => {
    const others = branches.slice(0, at).map(isNotTrue)
    return { ...inner, limitOption: 'LIMIT_OPTION_DEFAULT', whereClause: and([branch, ...others, ...rest])! }
  })
  const union = parts.reduce(
    (left, right): SelectStmt => ({
      op: 'SETOP_UNION',
      all: true,
      larg: left,
      rarg: right,
      limitOption: 'LIMIT_OPTION_DEFAULT',
    }),
  )
  return {
    ...union,
    ...(sort.length > 0 && { sortClause: sort }),
    ...(limitCount !== undefined && { limitCount }),
    ...(limitOffset !== undefined && { limitOffset }),
    ...(limitOption !== undefined && { limitOption }),
  }
}

const isNotTrue = (node: Node): Node => ({ BooleanTest: { arg: node, booltesttype: 'IS_NOT_TRUE' } })

/** Where all branches ask for the same column, one index answers them all as it is. */
function areOfDifferentColumns(branches: readonly Node[]): boolean {
  const columns = new Set(
    branches.map(branch =>
      columnsOf(branch)
        .map(names => names.join('.'))
        .sort()
        .join(),
    ),
  )
  return columns.size === branches.length && !columns.has('')
}

/** A union is sorted by its columns' names; undefined where the order is by something that it does not return. */
function sortByOutput(sort: readonly Node[], { targetList = [] }: SelectStmt): Node[] | undefined {
  const sorted = sort.map((item): Node | undefined => {
    if (!('SortBy' in item) || item.SortBy.node === undefined) return undefined
    const names = columnNames(item.SortBy.node)
    if (names === undefined) return 'A_Const' in item.SortBy.node ? item : undefined
    const target = targetList.find(each => 'ResTarget' in each && outputName(each.ResTarget) === names.at(-1))
    const isStar = targetList.some(each => 'ResTarget' in each && each.ResTarget.val && isStarOf(each.ResTarget.val))
    if (target === undefined && !isStar) return undefined
    return { SortBy: { ...item.SortBy, node: { ColumnRef: { fields: [{ String: { sval: names.at(-1)! } }] } } } }
  })
  return sorted.every(item => item !== undefined) ? sorted : undefined
}

function outputName({ name, val }: { name?: string; val?: Node }): string | undefined {
  return name ?? (val === undefined ? undefined : columnNames(val)?.at(-1))
}

const isStarOf = (node: Node) => 'ColumnRef' in node && (node.ColumnRef.fields ?? []).some(field => 'A_Star' in field)
