import type { Node, SelectStmt } from 'libpg-query'
import { and, binary, columnNames, conjunctsOf, isFixed, operation } from './tree.ts'

const COMPARISONS = ['=', '<', '<=', '>', '>=']
const INVERSE: Readonly<Record<string, string>> = { '+': '-', '-': '+' }
/** A month more and a month less do not always meet again. */
const UNEVEN = /mon|year|decade|century|millen|\d\s*[yc]\b|^P/i

/**
 * `c + k > x` as `c > x - k`: computed once and not for each row, and an index on `c` answers it. `values` are those of the
 * statement's parameters, where they are known.
 */
export function hoistExpression(
  select: SelectStmt,
  values: readonly (string | null)[] | undefined,
): SelectStmt | undefined {
  const terms = conjunctsOf(select.whereClause)
  const rewritten = terms.map(term => hoisted(term, values) ?? term)
  if (rewritten.every((term, at) => term === terms[at])) return undefined
  return { ...select, whereClause: and(rewritten)! }
}

function hoisted(term: Node, values: readonly (string | null)[] | undefined): Node | undefined {
  const compared = binary(term, COMPARISONS)
  const computed = compared && binary(compared.left, Object.keys(INVERSE))
  if (compared === undefined || computed === undefined || columnNames(computed.left) === undefined) return undefined
  if (!isFixed(computed.right) || !isFixed(compared.right) || isUneven(computed.right, values)) return undefined
  return operation(
    compared.operator,
    computed.left,
    operation(INVERSE[computed.operator]!, compared.right, computed.right),
  )
}

function isUneven(node: Node, values: readonly (string | null)[] | undefined): boolean {
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) return isUneven(node.TypeCast.arg, values)
  if ('A_Const' in node) return UNEVEN.test(node.A_Const.sval?.sval ?? '')
  if ('ParamRef' in node) return values !== undefined && UNEVEN.test(values[(node.ParamRef.number ?? 0) - 1] ?? '')
  return true
}
