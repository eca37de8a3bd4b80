import type { Node, SelectStmt } from 'libpg-query'
import type { Known } from './known.ts'
import { isNeverNull } from './never-null.ts'
import {
  aliasOf,
  and,
  column,
  columnNames,
  columnsOf,
  conjunctsOf,
  exists,
  isPlain,
  not,
  onlyRelation,
  operation,
} from './tree.ts'

/**
 * `x not in (select y from t where w)` as `not exists (select from t where w and t.y = x)`, where neither can be null: with one null
 * among the `y` the first returns nothing at all.
 */
export function notInToNotExists(select: SelectStmt, known: Known): SelectStmt | undefined {
  const terms = conjunctsOf(select.whereClause)
  const rewritten = terms.map(term => rewriteTerm(term, select, known) ?? term)
  if (rewritten.every((term, at) => term === terms[at])) return undefined
  return { ...select, whereClause: and(rewritten)! }
}

function rewriteTerm(term: Node, outer: SelectStmt, known: Known): Node | undefined {
  const negated = 'BoolExpr' in term && term.BoolExpr.boolop === 'NOT_EXPR' ? term.BoolExpr.args?.[0] : undefined
  const link = negated !== undefined && 'SubLink' in negated ? negated.SubLink : undefined
  if (link?.subLinkType !== 'ANY_SUBLINK' || link.testexpr === undefined || link.operName !== undefined)
    return undefined
  const inner = link.subselect !== undefined && 'SelectStmt' in link.subselect ? link.subselect.SelectStmt : undefined
  const relation = inner && onlyRelation(inner)
  const tested = qualified(link.testexpr, outer)
  const target = inner?.targetList?.[0]
  const returned =
    target !== undefined && 'ResTarget' in target && target.ResTarget.val && columnNames(target.ResTarget.val)
  if (inner === undefined || relation === undefined || tested === undefined || !returned || !isPlain(inner))
    return undefined
  if (!isNeverNull(returned, inner, known) || !isNeverNull(columnNames(tested)!, outer, known)) return undefined
  const alias = aliasOf(relation)
  const isTaken = columnNames(tested)?.[0] === alias
  if (isTaken && columnsOf(inner).some(names => names.length > 1)) return undefined
  const name = isTaken ? `${alias}_1` : alias
  return not(
    exists({
      op: 'SETOP_NONE',
      limitOption: 'LIMIT_OPTION_DEFAULT',
      fromClause: [{ RangeVar: isTaken ? { ...relation, alias: { aliasname: name } } : relation }],
      whereClause: and([...conjunctsOf(inner.whereClause), operation('=', column(name, returned.at(-1)!), tested)])!,
    }),
  )
}

/** The column with its relation, so that no column of the sub-query can stand in for it. */
function qualified(node: Node, outer: SelectStmt): Node | undefined {
  const names = columnNames(node)
  if (names === undefined || names.length > 2) return undefined
  if (names.length === 2) return node
  const relation = onlyRelation(outer)
  return relation === undefined ? undefined : column(aliasOf(relation), names[0]!)
}
