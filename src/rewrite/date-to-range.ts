import type { Node, SelectStmt } from 'libpg-query'
import { nameParts } from '../sql/parse.ts'
import { boundType, isNormalised, type Known, typeOf } from './known.ts'
import { momentOf } from './moment.ts'
import {
  and,
  binary,
  call,
  castTo,
  columnNames,
  conjunctsOf,
  FORMATS,
  formatNode,
  isFixed,
  MOMENT,
  ONE,
  operation,
  spanOf,
  UNITS,
  type Unit,
  unitName,
} from './tree.ts'

/**
 * A comparison of what was made of a point in time, as a range of the column, which an index on it answers: `date(c) = d`,
 * `c::date between d and e`, `extract(year from c) = y`, `date_trunc('month', c) >= x`, `to_char(c, 'YYYY-MM') = m`.
 */
export function dateToRange(select: SelectStmt, known: Known): SelectStmt | undefined {
  const terms = conjunctsOf(select.whereClause)
  const ranges = terms.map(term => rangeOf(term, known))
  if (ranges.every(range => range === undefined)) return undefined
  const rewritten = terms.flatMap((term, at) => ranges[at] ?? term)
  return { ...select, whereClause: and(rewritten)! }
}

const TURNED: Readonly<Record<string, string>> = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

function rangeOf(term: Node, known: Known): readonly Node[] | undefined {
  const compared = binary(term, Object.keys(TURNED))
  if (compared === undefined) return between(term, known)
  const { operator, left, right } = compared
  return compare(left, operator, right, known) ?? compare(right, TURNED[operator]!, left, known)
}

function between(term: Node, known: Known): readonly Node[] | undefined {
  if (!('A_Expr' in term) || term.A_Expr.kind !== 'AEXPR_BETWEEN') return undefined
  const { lexpr, rexpr } = term.A_Expr
  const [from, to] = rexpr !== undefined && 'List' in rexpr ? (rexpr.List.items ?? []) : []
  if (lexpr === undefined || from === undefined || to === undefined) return undefined
  const [lower, upper] = [compare(lexpr, '>=', from, known), compare(lexpr, '<=', to, known)]
  return lower && upper && [...lower, ...upper]
}

function compare(wrapped: Node, operator: string, value: Node, known: Known): readonly Node[] | undefined {
  if (!isFixed(value)) return undefined
  return (
    compareDay(wrapped, operator, value, known) ??
    compareYear(wrapped, operator, value, known) ??
    compareSpan(wrapped, operator, value, known) ??
    compareText(wrapped, operator, value, known)
  )
}

/** A point in time in place of a day would be cut to one, and `date(c) >= now()` would let in the hours of today that are past. */
function compareDay(wrapped: Node, operator: string, value: Node, known: Known): readonly Node[] | undefined {
  const day = dayOf(wrapped)
  if (day === undefined || !['date', 'untyped'].includes(momentOf(value, known) ?? '')) return undefined
  const first = castTo('date', value)
  return inSpan(day, operator, first, operation('+', first, ONE))
}

function compareYear(wrapped: Node, operator: string, value: Node, known: Known): readonly Node[] | undefined {
  const year = yearOf(wrapped)
  if (year === undefined || !isWholeNumber(value, known)) return undefined
  const number = castTo('int4', value)
  return inSpan(
    year,
    operator,
    call('make_date', number, ONE, ONE),
    call('make_date', operation('+', number, ONE), ONE, ONE),
  )
}

/** What lies in the span that begins with `first` and ends before `next`, before it, or after it. */
function inSpan(column: Node, operator: string, first: Node, next: Node): readonly Node[] {
  if (operator === '=') return [operation('>=', column, first), operation('<', column, next)]
  if (operator === '>') return [operation('>=', column, next)]
  if (operator === '<=') return [operation('<', column, next)]
  return [operation(operator, column, first)]
}

/**
 * `date_trunc('month', c)` is a month's beginning always, and what it is compared with may be none: then nothing equals it, and
 * what is not before it begins with the next one.
 */
function compareSpan(wrapped: Node, operator: string, value: Node, known: Known): readonly Node[] | undefined {
  const found = spanOfColumn(wrapped, 'date_trunc', known)
  const unit = found && unitOf(found.by, known)
  const moment = momentOf(value, known)
  if (found === undefined || unit === undefined || moment === undefined) return undefined
  const start = moment === 'untyped' ? castTo(found.type === 'timestamp' ? 'timestamp' : 'timestamptz', value) : value
  const next = operation('+', start, spanOf(unit))
  if (isBeginning(start, unit, known)) return inSpan(found.column, operator, start, next)
  const beginning = call('date_trunc', unitName(unit), start)
  if (operator === '=') return [...inSpan(found.column, operator, start, next), operation('=', beginning, start)]
  if (operator === '>' || operator === '<=')
    return inSpan(found.column, operator, beginning, operation('+', beginning, spanOf(unit)))
  return [operation(operator, found.column, call('date_trunc', unitName(unit), operation('-', next, MOMENT)))]
}

/** A text that no date is written as equals none; what `to_date` makes of it then does not give the text back. */
function compareText(wrapped: Node, operator: string, value: Node, known: Known): readonly Node[] | undefined {
  const found = operator === '=' ? spanOfColumn(wrapped, 'to_char', known) : undefined
  const format = found && formatOf(found.by, known)
  if (found === undefined || format === undefined || !isText(value, known)) return undefined
  const first = call('to_date', value, formatNode(format))
  return [
    ...inSpan(found.column, operator, first, operation('+', first, spanOf(FORMATS[format]!))),
    operation('=', call('to_char', first, formatNode(format)), value),
  ]
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
  const [field, argument] = fieldOf(node) ?? []
  return field === 'year' && argument !== undefined && columnNames(argument) !== undefined ? argument : undefined
}

function fieldOf(node: Node): readonly [string | undefined, Node | undefined] | undefined {
  if (!('FuncCall' in node) || !['extract', 'date_part'].includes(nameParts(node.FuncCall.funcname).at(-1) ?? ''))
    return undefined
  const [field, argument] = node.FuncCall.args ?? []
  return [field === undefined ? undefined : textOf(field)?.toLowerCase(), argument]
}

/** The column that a function of a word and a point in time is given, with its type and the word. */
function spanOfColumn(node: Node, name: 'date_trunc' | 'to_char', known: Known) {
  if (!('FuncCall' in node) || nameParts(node.FuncCall.funcname).at(-1) !== name) return undefined
  const args = node.FuncCall.args ?? []
  const [by, column] = name === 'date_trunc' ? args : args.toReversed()
  const type = column === undefined ? undefined : typeOf(column, known)
  if (by === undefined || column === undefined || args.length !== 2) return undefined
  return type !== undefined && ['date', 'timestamp', 'timestamptz'].includes(type) ? { by, column, type } : undefined
}

/** In a normalised text the word is a parameter; any will do to say that there is another form. */
function unitOf(node: Node, known: Known): Unit | undefined {
  if ('ParamRef' in node) return isNormalised(known) ? 'day' : undefined
  const word = textOf(node)?.toLowerCase()
  return word !== undefined && Object.hasOwn(UNITS, word) ? (word as Unit) : undefined
}

function formatOf(node: Node, known: Known): string | undefined {
  if ('ParamRef' in node) return isNormalised(known) ? 'YYYY-MM' : undefined
  const word = textOf(node)
  return word !== undefined && Object.hasOwn(FORMATS, word) ? word : undefined
}

const SHORTER: readonly Unit[] = ['second', 'minute', 'hour', 'day']
const LONGER: readonly Unit[] = [...SHORTER, 'month', 'quarter', 'year']

/** Whether a value is the beginning of a span, whatever the values of its parameters are. */
function isBeginning(value: Node, unit: Unit, known: Known): boolean {
  if (SHORTER.includes(unit) && momentOf(value, known) === 'date') return true
  if (!('FuncCall' in value) || nameParts(value.FuncCall.funcname).at(-1) !== 'date_trunc') return false
  const [by] = value.FuncCall.args ?? []
  const cut = by && unitOf(by, known)
  if (cut === undefined || cut === unit) return cut === unit
  return cut === 'week' ? SHORTER.includes(unit) : unit !== 'week' && LONGER.indexOf(cut) > LONGER.indexOf(unit)
}

/** A number that has no fraction, also with other values. */
function isWholeNumber(node: Node, known: Known): boolean {
  if ('A_Const' in node) return node.A_Const.ival !== undefined
  if ('ParamRef' in node) return ['int2', 'int4', 'int8'].includes(boundType(node, known) ?? 'int4')
  if ('TypeCast' in node) return /^int[248]$/.test(nameParts(node.TypeCast.typeName?.names).at(-1) ?? '')
  const sum = binary(node, ['+', '-'])
  if (sum !== undefined) return isWholeNumber(sum.left, known) && isWholeNumber(sum.right, known)
  return fieldOf(node)?.[0] === 'year'
}

function isText(node: Node, known: Known): boolean {
  if ('A_Const' in node) return node.A_Const.sval !== undefined
  if ('ParamRef' in node) return ['text', 'varchar'].includes(boundType(node, known) ?? 'text')
  return 'TypeCast' in node && nameParts(node.TypeCast.typeName?.names).at(-1) === 'text'
}

const textOf = (node: Node) => ('A_Const' in node ? node.A_Const.sval?.sval : undefined)
