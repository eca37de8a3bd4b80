import type { Node, SelectStmt } from 'libpg-query'
import { deparseSync } from 'pgsql-deparser'
import { nameParts, parse, walk } from '../sql/parse.ts'
import { deparseFaithfully } from './deparse.ts'
import { publishedSql } from './published.ts'
import {
  aliasOf,
  and,
  binary,
  column,
  columnNames,
  columnsOf,
  conjunctsOf,
  has,
  isAggregated,
  isFixed,
  onlyRelation,
} from './tree.ts'

/** A grouped query in two: what can be computed beforehand for all values, and what is left to do. */
export interface Summary {
  /** A name for what is computed beforehand, after the first table. */
  readonly name: string
  readonly definition: string
  /** Its columns that tell its rows apart; those that values are compared with come first. */
  readonly keys: readonly string[]
  readonly query: string
  /** The query without the load's constants. */
  readonly published: string
  /** The only table that it reads; undefined for joins. */
  readonly source: { readonly schema: string | undefined; readonly table: string; readonly alias: string } | undefined
  readonly columns: readonly SummaryColumn[]
  /** What of the conditions stays in the definition. */
  readonly inside: string | undefined
}

interface SummaryColumn {
  readonly name: string
  readonly sql: string
  /** The same for an index of the table. */
  readonly unqualified: string
  readonly isKey: boolean
  readonly isColumn: boolean
  /** Names of the table's columns in it. */
  readonly columns: readonly string[]
  /** A plain aggregate of a column, or of all rows. */
  readonly aggregate: { readonly name: string; readonly of: string | undefined } | undefined
}

/** Words of SQL that the grammar has as constants. */
const UNITS = new Set(
  'microseconds milliseconds second minute hour day week month quarter year decade dow isodow doy'.split(' '),
)

/**
 * Takes the values that a grouped query compares columns with out of it: `where tenant = 7 group by day` becomes a relation that is
 * grouped by tenant and day, and a look-up in it. Undefined where that is not the same, or where a constant would stay inside.
 */
export function summarise(sql: string): Summary | undefined {
  const statements = parse(sql)
  const [statement] = statements ?? []
  if (statements?.length !== 1 || statement === undefined || !('SelectStmt' in statement)) return undefined
  const select = statement.SelectStmt
  if (!isGrouped(select)) return undefined
  const table = firstRelation(select)
  const groups = (select.groupClause ?? []).map(group => resolve(group, select))
  const filters = splitWhere(select, groups)
  if (table === undefined || filters === undefined) return undefined
  const columns = nameColumns(select, groups, filters)
  if (columns === undefined) return undefined
  const order = outerOrder(select, columns)
  if (order === undefined) return undefined
  const name = `${table}_summary`
  const definition: SelectStmt = {
    op: 'SETOP_NONE',
    limitOption: 'LIMIT_OPTION_DEFAULT',
    targetList: columns.all.map(({ name: as, expression }) => ({ ResTarget: { name: as, val: expression } })),
    fromClause: select.fromClause ?? [],
    ...(filters.inside.length > 0 && { whereClause: and(filters.inside)! }),
    groupClause: columns.all.filter(({ isKey }) => isKey).map(({ expression }) => expression),
  }
  const query: SelectStmt = {
    op: 'SETOP_NONE',
    limitOption: select.limitOption ?? 'LIMIT_OPTION_DEFAULT',
    targetList: columns.returned.map(as => ({ ResTarget: { val: column(as) } })),
    fromClause: [{ RangeVar: { relname: name, inh: true, relpersistence: 'p' } }],
    ...(filters.outside.length > 0 && {
      whereClause: and(filters.outside.map(({ term, of }) => replaced(term, of, columns.nameOf(of)!)))!,
    }),
    ...(order.length > 0 && { sortClause: order }),
    ...(select.limitCount && { limitCount: select.limitCount }),
    ...(select.limitOffset && { limitOffset: select.limitOffset }),
  }
  if (
    hasLiterals(definition) ||
    has(definition, 'SQLValueFunction') ||
    columns.all.some(each => asksForTheTime(each.expression))
  )
    return undefined
  const [inner, outer] = [deparseFaithfully(definition), deparseFaithfully(query)]
  if (inner === undefined || outer === undefined) return undefined
  const keys = columns.all.filter(({ isKey }) => isKey).map(each => each.name)
  const relation = onlyRelation(select)
  return {
    name,
    definition: inner,
    keys,
    query: outer,
    published: publishedSql({ SelectStmt: query }),
    source: relation && {
      schema: relation.schemaname,
      table: relation.relname ?? '',
      alias: aliasOf(relation),
    },
    columns: columns.all.map(toSummaryColumn),
    inside: filters.inside.length === 0 ? undefined : deparseSync(and(filters.inside)!),
  }
}

function toSummaryColumn({ name, expression, isKey }: Columns['all'][number]): SummaryColumn {
  const bare = withoutQualifiers(expression) as Node
  return {
    name,
    isKey,
    sql: deparseSync(expression),
    unqualified: deparseSync(bare),
    isColumn: isColumn(expression),
    columns: [...new Set(columnsOf(expression).map(names => names.at(-1) ?? ''))],
    aggregate: plainAggregate(expression),
  }
}

function withoutQualifiers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutQualifiers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) =>
      key === 'ColumnRef'
        ? [key, { ...child, fields: (child as { fields: readonly unknown[] }).fields.slice(-1) }]
        : [key, withoutQualifiers(child)],
    ),
  )
}

function plainAggregate(expression: Node): SummaryColumn['aggregate'] {
  if (!('FuncCall' in expression)) return undefined
  const { funcname, args = [], agg_star, agg_distinct, agg_filter, agg_order, over } = expression.FuncCall
  const isPlain = [agg_filter, agg_order, over].every(clause => clause === undefined) && agg_distinct !== true
  const name = nameParts(funcname).at(-1) ?? ''
  if (!isPlain) return undefined
  if (agg_star === true) return { name, of: undefined }
  const [argument] = args
  const names = argument === undefined ? undefined : columnNames(argument)
  return args.length === 1 && names !== undefined ? { name, of: names.at(-1) } : undefined
}

function isGrouped(select: SelectStmt): boolean {
  const { op, groupClause = [], havingClause, distinctClause, windowClause, withClause, lockingClause } = select
  return (
    op === 'SETOP_NONE' &&
    groupClause.length > 0 &&
    !groupClause.some(group => 'GroupingSet' in group) &&
    [havingClause, distinctClause, windowClause, withClause, lockingClause].every(clause => clause === undefined) &&
    isAggregated(select) &&
    !has(select, 'SubLink', 'RangeSubselect', 'RangeFunction', 'A_Star')
  )
}

function firstRelation({ fromClause }: SelectStmt): string | undefined {
  let found: string | undefined
  walk(fromClause, (node, key) => {
    if (key === 'RangeVar') found ??= aliasOf({ relname: String(node.relname) })
  })
  return found
}

/** What a position in `group by 1` stands for. */
function resolve(group: Node, { targetList = [] }: SelectStmt): Node {
  const position = 'A_Const' in group ? group.A_Const.ival?.ival : undefined
  const target = position === undefined ? namedTarget(group, targetList) : targetList[position - 1]
  return target !== undefined && 'ResTarget' in target && target.ResTarget.val !== undefined
    ? target.ResTarget.val
    : group
}

function namedTarget(group: Node, targetList: readonly Node[]): Node | undefined {
  const names = columnNames(group)
  if (names?.length !== 1) return undefined
  return targetList.find(
    target => 'ResTarget' in target && target.ResTarget.name === names[0] && !isColumn(target.ResTarget.val),
  )
}

const isColumn = (node: Node | undefined) => node !== undefined && columnNames(node) !== undefined

interface Filters {
  /** Joins, and whatever names no value. */
  readonly inside: readonly Node[]
  /** Comparisons with values, and the column that they compare. */
  readonly outside: readonly { readonly term: Node; readonly of: Node }[]
}

/** A column may be compared with `=` always, because the summary is grouped by it as well; otherwise only where the query groups by it. */
function splitWhere(select: SelectStmt, groups: readonly Node[]): Filters | undefined {
  const inside: Node[] = []
  const outside: { term: Node; of: Node }[] = []
  for (const term of conjunctsOf(select.whereClause)) {
    if (!hasLiterals(term) && !has(term, 'ParamRef', 'SQLValueFunction') && !asksForTheTime(term)) {
      inside.push(term)
      continue
    }
    const compared = binary(term, ['=', '<', '<=', '>', '>='])
    const isLeft = compared !== undefined && isColumn(compared.left) && isFixed(compared.right)
    if (compared === undefined || !isLeft) return undefined
    if (compared.operator !== '=' && !groups.some(group => isSame(group, compared.left))) return undefined
    outside.push({ term, of: compared.left })
  }
  return { inside, outside }
}

const OF_THE_CALL = new Set(
  'now statement_timestamp transaction_timestamp clock_timestamp timeofday current_setting random gen_random_uuid age'.split(
    ' ',
  ),
)

/** What is another value with each call cannot be computed beforehand. */
function asksForTheTime(term: Node): boolean {
  let isFound = false
  walk(term, (node, key) => {
    if (key === 'FuncCall') isFound ||= OF_THE_CALL.has(nameParts(node.funcname).at(-1) ?? '')
  })
  return isFound
}

interface Columns {
  readonly all: readonly { readonly name: string; readonly expression: Node; readonly isKey: boolean }[]
  /** Names of what the query returns, in its order. */
  readonly returned: readonly string[]
  nameOf(expression: Node): string | undefined
}

function nameColumns(select: SelectStmt, groups: readonly Node[], { outside }: Filters): Columns | undefined {
  const all: { name: string; expression: Node; isKey: boolean }[] = []
  const add = (expression: Node, isKey: boolean, wanted: string | undefined): string => {
    const known = all.find(each => isSame(each.expression, expression))
    if (known !== undefined) return known.name
    const stem = wanted ?? columnNames(expression)?.at(-1) ?? functionName(expression) ?? 'value'
    const taken = all.filter(({ name }) => name === stem || name.startsWith(`${stem}_`)).length
    const name = taken === 0 ? stem : `${stem}_${taken + 1}`
    all.push({ name, expression, isKey })
    return name
  }
  const targets = (select.targetList ?? []).flatMap(target => ('ResTarget' in target ? target.ResTarget : []))
  const nameFor = (expression: Node) => targets.find(({ val }) => val !== undefined && isSame(val, expression))?.name
  for (const { of } of outside) add(of, true, nameFor(of))
  for (const group of groups) add(group, true, nameFor(group))
  const returned = targets.map(({ val, name }) => (val === undefined ? undefined : add(val, false, name)))
  if (!returned.every(name => name !== undefined)) return undefined
  return { all, returned, nameOf: expression => all.find(each => isSame(each.expression, expression))?.name }
}

const functionName = (node: Node) => ('FuncCall' in node ? nameParts(node.FuncCall.funcname).at(-1) : undefined)

/** Undefined where the order is by something that the query does not return. */
function outerOrder(select: SelectStmt, columns: Columns): Node[] | undefined {
  const order = (select.sortClause ?? []).map((item): Node | undefined => {
    if (!('SortBy' in item) || item.SortBy.node === undefined) return undefined
    const { node } = item.SortBy
    const names = columnNames(node)
    const position = 'A_Const' in node ? columns.returned[(node.A_Const.ival?.ival ?? 0) - 1] : undefined
    const byName = names?.length === 1 ? columns.returned.find(name => name === names[0]) : undefined
    const name = position ?? byName ?? columns.nameOf(node)
    return name === undefined ? undefined : { SortBy: { ...item.SortBy, node: column(name) } }
  })
  return order.every(item => item !== undefined) ? order : undefined
}

const isSame = (one: Node, other: Node) => deparseSync(one) === deparseSync(other)

/** The comparison with the summary's column in the place of the table's. */
function replaced(term: Node, of: Node, name: string): Node {
  return 'A_Expr' in term && term.A_Expr.lexpr === of ? { A_Expr: { ...term.A_Expr, lexpr: column(name) } } : term
}

/** Whether there is a constant but 0, 1 and the names of units. */
function hasLiterals(tree: unknown): boolean {
  let isFound = false
  walk(tree, (node, key) => {
    if (key !== 'A_Const' || node.isnull === true || node.boolval !== undefined) return
    const number = (node.ival as { ival?: number } | undefined)?.ival ?? 0
    const text = (node.sval as { sval?: string } | undefined)?.sval
    isFound ||= node.ival !== undefined ? number > 1 || number < 0 : text === undefined || !UNITS.has(text)
  })
  return isFound
}
