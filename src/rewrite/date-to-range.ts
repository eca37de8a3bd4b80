import type { Node, SelectStmt } from 'libpg-query'
import { nameParts } from '../sql/parse.ts'
import { and, binary, castTo, columnNames, conjunctsOf, isFixed, ONE, operation } from './tree.ts'

/**
 * `date(c) = d`, `c::date between d and e` and `extract(year from c) = y` as a range of `c`, which an index on it answers; days
 * before and after one as well.
 */
export function dateToRange(select: SelectStmt): SelectStmt | undefined {
  const terms = conjunctsOf(select.whereClause)
  const ranges = terms.map(rangeOf)
  if (ranges.every(range => range === undefined)) return undefined
  const rewritten = terms.flatMap((term, at) => ranges[at] ?? term)
  return { ...select, whereClause: and(rewritten)! }
}

const TURNED: Readonly<Record<string, string>> = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

function rangeOf(term: Node): readonly Node[] | undefined {
  const compared = binary(term, Object.keys(TURNED))
  if (compared === undefined) return betweenDays(term)
  const { operator, left, right } = compared
  return readSides(left, operator, right) ?? readSides(right, TURNED[operator]!, left)
}

function readSides(wrapped: Node, operator: string, value: Node): readonly Node[] | undefined {
  if (!isFixed(value)) return undefined
  const day = dayOf(wrapped)
  if (day !== undefined) return daysAs(day, operator, castTo('date', value))
  const year = operator === '=' ? yearOf(wrapped) : undefined
  if (year === undefined) return undefined
  const number = castTo('int4', value)
  const first = (of: Node): Node => ({
    FuncCall: { funcname: [{ String: { sval: 'make_date' } }], args: [of, ONE, ONE] },
  })
  return [operation('>=', year, first(number)), operation('<', year, first(operation('+', number, ONE)))]
}

/** A day begins with the day and ends before the next one. */
function daysAs(column: Node, operator: string, day: Node): readonly Node[] {
  const next = operation('+', day, ONE)
  if (operator === '=') return [operation('>=', column, day), operation('<', column, next)]
  if (operator === '>') return [operation('>=', column, next)]
  if (operator === '<=') return [operation('<', column, next)]
  return [operation(operator, column, day)]
}

function betweenDays(term: Node): readonly Node[] | undefined {
  if (!('A_Expr' in term) || term.A_Expr.kind !== 'AEXPR_BETWEEN') return undefined
  const { lexpr, rexpr } = term.A_Expr
  const [from, to] = rexpr !== undefined && 'List' in rexpr ? (rexpr.List.items ?? []) : []
  const day = lexpr && dayOf(lexpr)
  if (day === undefined || from === undefined || to === undefined || !isFixed(from) || !isFixed(to)) return undefined
  return [...daysAs(day, '>=', castTo('date', from)), ...daysAs(day, '<=', castTo('date', to))]
}

/** The column of `date(c)` or `c::date`. */
function dayOf(node: Node): Node | undefined {
  if ('FuncCall' in node) {
    const [argument, ...others] = node.FuncCall.args ?? []
    const isDate = nameParts(node.FuncCall.funcname).join() === 'date' && others.length === 0
    return isDate && argument !== undefined && columnNames(argument) ? argument : undefined
  }
  if (!('TypeCast' in node) || node.TypeCast.arg === undefined) return undefined
  const isDate = nameParts(node.TypeCast.typeName?.names).at(-1) === 'date'
  return isDate && columnNames(node.TypeCast.arg) ? node.TypeCast.arg : undefined
}

/** The column of `extract(year from c)` or `date_part('year', c)`. */
function yearOf(node: Node): Node | undefined {
  if (!('FuncCall' in node) || !['extract', 'date_part'].includes(nameParts(node.FuncCall.funcname).at(-1) ?? ''))
    return undefined
  const [field, argument] = node.FuncCall.args ?? []
  if (field === undefined || argument === undefined || columnNames(argument) === undefined) return undefined
  const name = 'A_Const' in field ? field.A_Const.sval?.sval : undefined
  return name?.toLowerCase() === 'year' ? argument : undefined
}
