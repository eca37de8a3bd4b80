import type { Node, RangeVar, SelectStmt } from 'libpg-query'
import { walk } from '../sql/parse.ts'
import type { Known, KnownTable } from './known.ts'
import { aliasOf, binary, columnNames, conjunctsOf, isFixed } from './tree.ts'

/** Comparisons that are true for no null. */
const STRICT = ['=', '<>', '<', '<=', '>', '>=']

/**
 * Whether a column of one of a query's relations is null in none of its rows: it is declared so, or a condition lets no null through.
 * `names` are `alias.column`, or `column` where the query reads one relation.
 */
export function isNeverNull(names: readonly string[], select: SelectStmt, known: Known): boolean {
  const relations = (select.fromClause ?? []).flatMap(node => relationsIn(node, false))
  const column = names.at(-1)!
  const isIt = (node: Node | undefined) => {
    const other = node && columnNames(node)
    if (other === undefined || other.at(-1) !== column) return false
    return other.join('.') === names.join('.') || relations.length === 1
  }
  const isRefused = conjunctsOf(select.whereClause).some(term => {
    if ('NullTest' in term) return term.NullTest.nulltesttype === 'IS_NOT_NULL' && isIt(term.NullTest.arg)
    const compared = binary(term, STRICT)
    return compared !== undefined && (isIt(compared.left) || isIt(compared.right))
  })
  if (isRefused) return true
  const found = names.length === 1 ? (relations.length === 1 ? relations : []) : relations.filter(isCalled(names[0]!))
  const [relation, ...others] = found
  if (relation === undefined || relation.isOptional || others.length > 0) return false
  return tableOf(relation.node, known)?.columns.find(({ name }) => name === column)?.notNull === true
}

interface Relation {
  readonly node: RangeVar
  /** Whether an outer join puts nulls in the place of its columns. */
  readonly isOptional: boolean
}

const isCalled = (alias: string) => (relation: Relation) => aliasOf(relation.node) === alias

function relationsIn(node: Node, isOptional: boolean): readonly Relation[] {
  if ('RangeVar' in node) return [{ node: node.RangeVar, isOptional }]
  if (!('JoinExpr' in node)) return []
  const { jointype, larg, rarg } = node.JoinExpr
  const isLeft = jointype === 'JOIN_LEFT' || jointype === 'JOIN_FULL'
  const isRight = jointype === 'JOIN_RIGHT' || jointype === 'JOIN_FULL'
  return [
    ...(larg === undefined ? [] : relationsIn(larg, isOptional || isRight)),
    ...(rarg === undefined ? [] : relationsIn(rarg, isOptional || isLeft)),
  ]
}

/** The table that a relation is, where only one has that name. */
export function tableOf({ schemaname, relname }: RangeVar, { tables = [] }: Known): KnownTable | undefined {
  const [table, ...others] = tables.filter(
    ({ schema, name }) => name === relname && (schemaname === undefined || schemaname === schema),
  )
  return others.length === 0 ? table : undefined
}

/** Columns that a query's conditions fix at one value. */
export function fixedColumns(select: SelectStmt): ReadonlySet<string> {
  return new Set(
    conjunctsOf(select.whereClause).flatMap(term => {
      const compared = binary(term, ['='])
      if (compared === undefined) return []
      const { left, right } = compared
      const names = isFixed(right) ? columnNames(left) : isFixed(left) ? columnNames(right) : undefined
      return names?.at(-1) ?? []
    }),
  )
}

/** Names of the common table expressions of a statement, which stand in for tables of that name. */
export function commonTables(statement: Node): ReadonlySet<string> {
  const names = new Set<string>()
  walk(statement, ({ ctename }) => {
    if (typeof ctename === 'string') names.add(ctename)
  })
  return names
}
