import type { A_Const, Node, SelectStmt } from 'libpg-query'
import { nameParts } from '../sql/parse.ts'
import { isNormalised, type Known } from './known.ts'
import { and, binary, conjunctsOf, exists, isPlain, not } from './tree.ts'

/** How a count is compared with a number, and what that says: at least one row, or none. */
const MEANINGS: Readonly<Record<string, boolean>> = {
  '> 0': true,
  '>= 1': true,
  '<> 0': true,
  '= 0': false,
  '< 1': false,
}

/** `(select count(*) …) > 0`, as a condition or as what is returned, as `exists (select …)`. */
export function countToExists(select: SelectStmt, known: Known): SelectStmt | undefined {
  return wholeCount(select, known) ?? termsOf(select, known)
}

/** `select count(*) > 0 from t where w` as `select exists (select from t where w)`. */
function wholeCount(select: SelectStmt, known: Known): SelectStmt | undefined {
  const [target, ...others] = select.targetList ?? []
  if (target === undefined || !('ResTarget' in target) || others.length > 0 || !isPlain(select)) return undefined
  const comparison = target.ResTarget.val && comparisonOf(target.ResTarget.val, isCount, known)
  if (comparison === undefined || select.fromClause === undefined) return undefined
  const { targetList: _, sortClause: __, ...inner } = select
  return {
    op: 'SETOP_NONE',
    limitOption: 'LIMIT_OPTION_DEFAULT',
    targetList: [{ ResTarget: { ...target.ResTarget, val: test(inner, comparison.isSome) } }],
  }
}

function termsOf(select: SelectStmt, known: Known): SelectStmt | undefined {
  const terms = conjunctsOf(select.whereClause)
  const rewritten = terms.map(term => {
    const comparison = comparisonOf(term, node => countedBy(node) !== undefined, known)
    return comparison === undefined ? term : test(countedBy(comparison.counted)!, comparison.isSome)
  })
  if (rewritten.every((term, at) => term === terms[at])) return undefined
  return { ...select, whereClause: and(rewritten)! }
}

const test = (inner: SelectStmt, isSome: boolean): Node => (isSome ? exists(inner) : not(exists(inner)))

function comparisonOf(
  node: Node,
  isCounted: (node: Node) => boolean,
  known: Known,
): { readonly counted: Node; readonly isSome: boolean } | undefined {
  const compared = binary(node, ['>', '>=', '<>', '=', '<'])
  if (compared === undefined || !isCounted(compared.left)) return undefined
  const number = 'A_Const' in compared.right ? numberOf(compared.right.A_Const) : undefined
  // In a normalised text the number is a parameter; only the statement itself says which. One of its own may be another with each call.
  const isOpen = number === undefined && 'ParamRef' in compared.right && isNormalised(known)
  const isSome = isOpen ? compared.operator !== '=' : MEANINGS[`${compared.operator} ${number}`]
  if (isSome === undefined) return undefined
  return { counted: compared.left, isSome }
}

/** The parser leaves a zero out. */
const numberOf = (constant: A_Const) => (constant.ival === undefined ? undefined : (constant.ival.ival ?? 0))

function isCount(node: Node): boolean {
  return 'FuncCall' in node && node.FuncCall.agg_star === true && nameParts(node.FuncCall.funcname).at(-1) === 'count'
}

/** The query whose rows a scalar sub-query counts. */
function countedBy(node: Node): SelectStmt | undefined {
  if (!('SubLink' in node) || node.SubLink.subLinkType !== 'EXPR_SUBLINK') return undefined
  const inner = node.SubLink.subselect
  if (inner === undefined || !('SelectStmt' in inner) || !isPlain(inner.SelectStmt)) return undefined
  const { targetList = [], ...rest } = inner.SelectStmt
  const [target] = targetList
  const value = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined
  return targetList.length === 1 && value !== undefined && isCount(value) && rest.fromClause !== undefined
    ? rest
    : undefined
}
