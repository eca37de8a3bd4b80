import type { Node, SelectStmt } from 'libpg-query'
import { nameParts } from '../sql/parse.ts'
import { boundType, isNormalised, type Known, typeOf } from './known.ts'
import { momentOf } from './moment.ts'
import { and, binary, castTo, columnNames, conjunctsOf, isFixed, operation } from './tree.ts'

const COMPARISONS = ['=', '<', '<=', '>', '>=']
const INVERSE: Readonly<Record<string, string>> = { '+': '-', '-': '+' }
/** Numbers that are added without being rounded, and moments; a time of day begins anew at midnight. */
const NUMBERS = new Set(['int2', 'int4', 'int8', 'numeric'])
const MOMENTS = new Set(['date', 'timestamp', 'timestamptz'])
/** A month more and a month less do not always meet again, so only intervals without months and years are moved. */
const EVEN =
  /^\s*(?:[-+]?\d+(?:\.\d+)?\s*(?:us|microseconds?|ms|msecs?|milliseconds?|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\b\s*)+$|^\s*(?:\d+\s+days?\s+)?\d+:\d\d(?::\d\d(?:\.\d+)?)?\s*$/i

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
  if (!isFixed(computed.right) || !isFixed(compared.right)) return undefined
  const value = movedValue(compared.right, computed.right, typeOf(computed.left, known), known)
  if (value === undefined) return undefined
  return operation(compared.operator, computed.left, operation(INVERSE[computed.operator]!, value, computed.right))
}

/** What a column of that type with something added is compared with, as it stands without it; undefined where that might differ. */
function movedValue(value: Node, added: Node, type: string | undefined, known: Known): Node | undefined {
  if (type === undefined) return undefined
  if (NUMBERS.has(type)) return isExact(added, known) && isExact(value, known) ? typed(value, type, added) : undefined
  const moment = momentOf(value, known)
  if (!MOMENTS.has(type) || moment === undefined) return undefined
  if (type === 'date' && isDays(added, known))
    return moment === 'date' || moment === 'untyped' ? castTo('date', value) : undefined
  if (!isEven(added, known)) return undefined
  const computed = type === 'timestamptz' ? 'timestamptz' : 'timestamp'
  return moment === 'timestamptz' ? value : castTo(computed, value)
}

const isDays = (node: Node, known: Known) =>
  ('A_Const' in node && node.A_Const.ival !== undefined) || ('ParamRef' in node && isNormalised(known))

/** An interval that is as long wherever it is added, but for days on which clocks change. */
function isEven(node: Node, known: Known): boolean {
  if (!('TypeCast' in node) || nameParts(node.TypeCast.typeName?.names).at(-1) !== 'interval') return false
  const { arg, typeName } = node.TypeCast
  if ((typeName?.typmods ?? []).length > 0 || arg === undefined) return false
  if ('ParamRef' in arg) return isNormalised(known)
  return 'A_Const' in arg && EVEN.test(arg.A_Const.sval?.sval ?? '')
}

/** Whole numbers and decimals, and sums of them. */
function isExact(node: Node, known: Known): boolean {
  if ('A_Const' in node) return node.A_Const.sval === undefined
  if ('ParamRef' in node) return NUMBERS.has(boundType(node, known) ?? 'int4')
  if ('TypeCast' in node) return NUMBERS.has(nameParts(node.TypeCast.typeName?.names).at(-1) ?? '')
  const sum = binary(node, ['+', '-', '*'])
  return sum !== undefined && isExact(sum.left, known) && isExact(sum.right, known)
}

/** A parameter without a type takes that of what it is compared with, which it no longer is: it is written out. */
function typed(value: Node, type: string, added: Node): Node {
  const isInteger = 'A_Const' in added && added.A_Const.ival !== undefined
  return 'ParamRef' in value && isInteger ? castTo(type === 'int2' ? 'int4' : type, value) : value
}
