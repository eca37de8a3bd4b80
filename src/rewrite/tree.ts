import type { ColumnRef, Node, RangeVar, SelectStmt } from 'libpg-query'
import { nameParts, walk } from '../sql/parse.ts'

/** Spans of time by which dates are cut: what PostgreSQL calls them, and how long each is. */
export const UNITS = {
  second: '1 second',
  minute: '1 minute',
  hour: '1 hour',
  day: '1 day',
  week: '7 days',
  month: '1 month',
  quarter: '3 months',
  year: '1 year',
} as const

export type Unit = keyof typeof UNITS

/** Forms in which dates are written, by the unit that they tell. */
export const FORMATS: Readonly<Record<string, Unit>> = {
  YYYY: 'year',
  'YYYY-MM': 'month',
  YYYYMM: 'month',
  'YYYY-MM-DD': 'day',
  YYYYMMDD: 'day',
}

/** Constants that a rewrite puts in: columns until the statement is written, so that they are told from those of the load. */
const CONSTANTS: Readonly<Record<string, string>> = {
  pgverdict_zero: '0',
  pgverdict_one: '1',
  pgverdict_moment: `interval '1 microsecond'`,
  ...Object.fromEntries(
    Object.entries(UNITS).flatMap(([unit, length]) => [
      [`pgverdict_${unit}`, `'${unit}'`],
      [`pgverdict_span_${unit}`, `interval '${length}'`],
    ]),
  ),
  ...Object.fromEntries(
    Object.keys(FORMATS).map(format => [
      `pgverdict_format_${format.toLowerCase().replaceAll('-', '_')}`,
      `'${format}'`,
    ]),
  ),
}

export const ZERO = column('pgverdict_zero')
export const ONE = column('pgverdict_one')
export const MOMENT = column('pgverdict_moment')
export const unitName = (unit: Unit): Node => column(`pgverdict_${unit}`)
export const spanOf = (unit: Unit): Node => column(`pgverdict_span_${unit}`)
export const formatNode = (format: string): Node =>
  column(`pgverdict_format_${format.toLowerCase().replaceAll('-', '_')}`)

/** Puts the values in the place of our own constants. */
export function withConstants(sql: string): string {
  return sql.replace(/\bpgverdict_\w+\b/g, name => CONSTANTS[name] ?? name)
}

export function conjunctsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return []
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') return (node.BoolExpr.args ?? []).flatMap(conjunctsOf)
  return [node]
}

export function and(nodes: readonly Node[]): Node | undefined {
  if (nodes.length < 2) return nodes[0]
  return { BoolExpr: { boolop: 'AND_EXPR', args: [...nodes] } }
}

export function not(node: Node): Node {
  return { BoolExpr: { boolop: 'NOT_EXPR', args: [node] } }
}

export function operation(operator: string, left: Node, right: Node): Node {
  return { A_Expr: { kind: 'AEXPR_OP', name: [{ String: { sval: operator } }], lexpr: left, rexpr: right } }
}

export function column(...names: readonly string[]): Node {
  return { ColumnRef: { fields: names.map(sval => ({ String: { sval } })) } }
}

/** Types that the grammar knows by words of its own, and names in full. */
const WORDS_OF_GRAMMAR = new Set(['int4', 'timestamp', 'time', 'interval', 'varchar', 'numeric', 'bool'])

/** `cast(value as type)`, with a type's short name: `int4`, `timestamptz`, `text[]`. */
export function castTo(type: string, value: Node): Node {
  const element = type.replace(/\[\]$/, '')
  const names = WORDS_OF_GRAMMAR.has(element) ? ['pg_catalog', element] : [element]
  const bounds = element === type ? {} : { arrayBounds: [{ Integer: { ival: -1 } }] }
  if (element === type && isCastTo(names, value)) return value
  return {
    TypeCast: { arg: value, typeName: { names: names.map(sval => ({ String: { sval } })), typemod: -1, ...bounds } },
  }
}

/** Whether a value has the type already, as `date '2024-01-20'` has. */
function isCastTo(names: readonly string[], value: Node): boolean {
  if (!('TypeCast' in value) || (value.TypeCast.typeName?.arrayBounds ?? []).length > 0) return false
  return nameParts(value.TypeCast.typeName?.names).join('.') === names.join('.')
}

export function call(name: string, ...args: readonly Node[]): Node {
  return { FuncCall: { funcname: [{ String: { sval: name } }], args: [...args] } }
}

export function exists(select: SelectStmt): Node {
  return { SubLink: { subLinkType: 'EXISTS_SUBLINK', subselect: { SelectStmt: select } } }
}

/** A node's operator and sides, where it is one of these. */
export function binary(
  node: Node,
  operators: readonly string[],
): { readonly operator: string; readonly left: Node; readonly right: Node } | undefined {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return undefined
  const { name, lexpr, rexpr } = node.A_Expr
  const operator = nameParts(name).at(-1) ?? ''
  return lexpr && rexpr && operators.includes(operator) ? { operator, left: lexpr, right: rexpr } : undefined
}

/** A column's names, `alias.column` or `column`; undefined for anything else, `*` as well. */
export function columnNames(node: Node): readonly string[] | undefined {
  if (!('ColumnRef' in node)) return undefined
  const names = nameParts(node.ColumnRef.fields)
  return names.length === node.ColumnRef.fields?.length ? names : undefined
}

/** Every column that a tree names; `*` has one part less than fields. */
export function columnsOf(tree: unknown): readonly (readonly string[])[] {
  const found: (readonly string[])[] = []
  walk(tree, (node, key) => {
    if (key === 'ColumnRef') found.push(nameParts((node as ColumnRef).fields))
  })
  return found
}

export function has(tree: unknown, ...kinds: readonly string[]): boolean {
  let isFound = false
  walk(tree, (_, key) => {
    isFound ||= kinds.includes(key)
  })
  return isFound
}

/** Whether a node is the same for every row: constants, parameters, and functions of them. */
export function isFixed(node: Node): boolean {
  return !has(node, 'ColumnRef', 'SubLink')
}

/** The name by which a relation's columns are called. */
export const aliasOf = ({ alias, relname }: RangeVar): string => alias?.aliasname ?? relname ?? ''

/** The one relation that a query reads. */
export function onlyRelation({ fromClause = [] }: SelectStmt): RangeVar | undefined {
  const [first, ...others] = fromClause
  return others.length === 0 && first !== undefined && 'RangeVar' in first ? first.RangeVar : undefined
}

/** Whether a query is a plain one: no set operation, grouping, distinct, window, limit, lock or CTE. */
export function isPlain(select: SelectStmt): boolean {
  const { op, groupClause, havingClause, distinctClause, windowClause, limitCount, limitOffset, withClause } = select
  return (
    op === 'SETOP_NONE' &&
    [groupClause, havingClause, distinctClause, windowClause, limitCount, limitOffset, withClause].every(
      clause => clause === undefined,
    ) &&
    select.lockingClause === undefined &&
    select.valuesLists === undefined
  )
}

/** Whether the outermost level of a query has an aggregate or a window function, as far as names tell. */
export function isAggregated({ targetList = [] }: SelectStmt): boolean {
  return targetList.some(target => {
    let isFound = false
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return
      for (const [key, child] of Object.entries(node)) {
        if (key === 'SubLink') continue
        if (key === 'FuncCall' && isAggregateCall(child as { funcname?: unknown; over?: unknown })) isFound = true
        visit(child)
      }
    }
    visit(target)
    return isFound
  })
}

const AGGREGATES = new Set(
  'count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or every stddev variance percentile_cont percentile_disc mode'.split(
    ' ',
  ),
)

/** Whether a call is a plain aggregate, no window function. */
export const isAggregate = ({ funcname, over }: { funcname?: unknown; over?: unknown }): boolean =>
  over === undefined && AGGREGATES.has(nameParts(funcname).at(-1) ?? '')

const isAggregateCall = (call: { funcname?: unknown; over?: unknown }) => call.over !== undefined || isAggregate(call)
