import type { Node, SelectStmt } from 'libpg-query'
import { nameParts } from '../sql/parse.ts'
import { and, binary, columnNames, conjunctsOf, isFixed, ONE, operation } from './tree.ts'

/** `date(c) = d`, `c::date = d` and `extract(year from c) = y` as a range of `c`, which an index on it answers. */
export function dateToRange(select: SelectStmt): SelectStmt | undefined {
  const terms = conjunctsOf(select.whereClause)
  const rewritten = terms.flatMap(term => rangeOf(term) ?? term)
  if (rewritten.length === terms.length) return undefined
  return { ...select, whereClause: and(rewritten)! }
}

function rangeOf(term: Node): readonly Node[] | undefined {
  const compared = binary(term, ['='])
  if (compared === undefined) return undefined
  const sides = [
    [compared.left, compared.right],
    [compared.right, compared.left],
  ] as const
  for (const [wrapped, value] of sides) {
    if (!isFixed(value)) continue
    const day = dayOf(wrapped)
    if (day !== undefined) {
      const from = castToDate(value)
      return [operation('>=', day, from), operation('<', day, operation('+', from, ONE))]
    }
    const year = yearOf(wrapped)
    if (year !== undefined) {
      const number = castTo('int4', value)
      const first = (of: Node): Node => ({
        FuncCall: { funcname: [{ String: { sval: 'make_date' } }], args: [of, ONE, ONE] },
      })
      return [operation('>=', year, first(number)), operation('<', year, first(operation('+', number, ONE)))]
    }
  }
  return undefined
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

const castToDate = (value: Node) => castTo('date', value)

function castTo(type: string, value: Node): Node {
  const names = type === 'date' ? [type] : ['pg_catalog', type]
  return { TypeCast: { arg: value, typeName: { names: names.map(sval => ({ String: { sval } })), typemod: -1 } } }
}
