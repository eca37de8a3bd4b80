import type { Node, SelectStmt } from 'libpg-query'
import { and, column, columnNames, columnsOf, conjunctsOf, has, isAggregated, isPlain, onlyRelation } from './tree.ts'

/** More branches than these are a list of searches, not one. */
const MAX_BRANCHES = 3

/**
 * `where a or b` as a union of `where a` and of `where b and (a) is not true`: each row once, as before, whatever is null. Order and
 * limit go round it.
 */
export function orToUnion(select: SelectStmt): SelectStmt | undefined {
  const { sortClause, limitCount, limitOffset, limitOption, ...inner } = select
  // Each branch would draw a sample of its own.
  if (!isPlain(inner) || isAggregated(inner) || has(inner.fromClause, 'RangeTableSample')) return undefined
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
function sortByOutput(sort: readonly Node[], inner: SelectStmt): Node[] | undefined {
  const sorted = sort.map((item): Node | undefined => {
    if (!('SortBy' in item) || item.SortBy.node === undefined) return undefined
    const names = columnNames(item.SortBy.node)
    if (names === undefined) return 'A_Const' in item.SortBy.node ? item : undefined
    const name = returnedAs(names, inner)
    return name === undefined ? undefined : { SortBy: { ...item.SortBy, node: column(name) } }
  })
  return sorted.every(item => item !== undefined) ? sorted : undefined
}

/**
 * The name under which a query returns what `order by` means: a bare name is that of an output where there is one, a qualified one
 * never, so that another relation's column of that name must not stand in for it.
 */
function returnedAs(names: readonly string[], inner: SelectStmt): string | undefined {
  const targets = (inner.targetList ?? []).flatMap(target => ('ResTarget' in target ? target.ResTarget : []))
  const name = names.at(-1)!
  const isOnly = onlyRelation(inner) !== undefined
  const target = targets.find(each => {
    const own = each.val === undefined ? undefined : columnNames(each.val)
    if (names.length === 1) return outputName(each) === name
    return own?.at(-1) === name && (own.join('.') === names.join('.') || isOnly)
  })
  if (target !== undefined) return outputName(target)
  const isIn = (star: readonly string[]) => star.length === 0 || names.length === 1 || star[0] === names[0]
  return targets.some(({ val }) => val !== undefined && isStar(val) && isIn(columnsOf(val)[0] ?? [])) ? name : undefined
}

function outputName({ name, val }: { name?: string; val?: Node }): string | undefined {
  return name ?? (val === undefined ? undefined : columnNames(val)?.at(-1))
}

const isStar = (node: Node) => 'ColumnRef' in node && (node.ColumnRef.fields ?? []).some(field => 'A_Star' in field)
