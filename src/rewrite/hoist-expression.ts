import type { Node, SelectStmt } from 'libpg-query'
import { type Known, typeOf } from './known.ts'
import { and, binary, castTo, columnNames, conjunctsOf, isFixed, operation } from './tree.ts'

const COMPARISONS = ['=', '<', '<=', '>', '>=']
const INVERSE: Readonly<Record<string, string>> = { '+': '-', '-': '+' }
/** A month more and a month less do not always meet again. */
const UNEVEN = /mon|year|decade|century|millen|\d\s*[yc]\b|^P/i

/** `c + k > x` as `c > x - k`: computed once and not for each row, and an index on `c` answers it. */
export function hoistExpression(select: SelectStmt, known: Known): SelectStmt | undefined {
  const terms = conjunctsOf(select.whereClause)
  const rewritten = terms.map(term => hoisted(term, known) ?? term)
  if (rewritten.every((term, at) => term === terms[at])) return undefined
  return { ...select, whereClause: and(rewritten)! }
}

function hoisted(term: Node, known: Known): Node | undefined {
  const compared = binary(term, COMPARISONS)
  const computed = compared && binary(compared.left, Object.keys(INVERSE))
  if (compared === undefined || computed === undefined || columnNames(computed.left) === undefined) return undefined
  if (!isFixed(computed.right) || !isFixed(compared.right) || isUneven(computed.right, known)) return undefined
  return operation(
    compared.operator,
    computed.left,
    operation(INVERSE[computed.operator]!, typed(compared.right, computed, known), computed.right),
  )
}

function isUneven(node: Node, known: Known): boolean {
  const { values } = known
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) return isUneven(node.TypeCast.arg, known)
  if ('A_Const' in node) return UNEVEN.test(node.A_Const.sval?.sval ?? '')
  if ('ParamRef' in node) return values !== undefined && UNEVEN.test(values[(node.ParamRef.number ?? 0) - 1] ?? '')
  return true
}

/** A literal or parameter without a type takes that of what it is compared with, which it no longer is: it is written out. */
function typed(value: Node, computed: { readonly left: Node; readonly right: Node }, known: Known): Node {
  const isUntyped = 'ParamRef' in value || ('A_Const' in value && value.A_Const.sval !== undefined)
  const type = isUntyped ? computedType(typeOf(computed.left, known), computed.right) : undefined
  return type === undefined ? value : castTo(type, value)
}

/** Of a column of that type and a constant, added or subtracted. */
function computedType(column: string | undefined, constant: Node): string | undefined {
  const isNumber = 'A_Const' in constant && constant.A_Const.sval === undefined
  const isInteger = isNumber && 'A_Const' in constant && constant.A_Const.ival !== undefined
  if (column === 'date') return isInteger ? 'date' : isNumber ? undefined : 'timestamp'
  if (column === 'timestamp' || column === 'timestamptz') return isNumber ? undefined : column
  if (!isInteger) return undefined
  if (column === 'int2') return 'int4'
  if (column === 'float4') return 'float8'
  return ['int4', 'int8', 'numeric', 'float8'].includes(column ?? '') ? column : undefined
}
