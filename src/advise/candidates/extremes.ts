import type { Node } from 'libpg-query'
import { columnNames, onlyRelation } from '../../rewrite/tree.ts'
import { nameParts, parse } from '../../sql/parse.ts'
import type { Access } from '../access.ts'
import type { IndexDesign } from '../design.ts'
import { btreeCandidates } from './btree.ts'

/** The index at whose ends `min(c)` and `max(c)` stand, where a statement asks for nothing else. */
export function extremeCandidates(access: Access, text: string): readonly IndexDesign[] {
  const column = extremeOf(text)
  if (column === undefined || access.order.length > 0) return []
  const alias = access.terms[0]?.subject.alias ?? ''
  const order = [{ subject: { alias, expression: column, isColumn: true }, isDescending: false, isNullsFirst: false }]
  const terms = access.terms.filter(({ kind }) => kind === 'equality')
  const designs = btreeCandidates({ ...access, terms, order, isLimited: true }, () => 0)
  return designs.filter(({ keys }) => keys.at(-1)?.expression === column).slice(0, 1)
}

/** The one column that all that is returned is the least or the greatest of. */
function extremeOf(text: string): string | undefined {
  const [statement] = parse(text) ?? []
  const select = statement !== undefined && 'SelectStmt' in statement ? statement.SelectStmt : undefined
  if (select === undefined || select.groupClause !== undefined || onlyRelation(select) === undefined) return undefined
  const columns = new Set((select.targetList ?? []).map(extremeColumn))
  return columns.size === 1 ? [...columns][0] : undefined
}

function extremeColumn(target: Node): string | undefined {
  const value = 'ResTarget' in target ? target.ResTarget.val : undefined
  if (value === undefined || !('FuncCall' in value)) return undefined
  const { funcname, args = [], agg_filter: filter, over } = value.FuncCall
  const isExtreme = /^(?:min|max)$/.test(nameParts(funcname).at(-1) ?? '') && filter === undefined && over === undefined
  const [argument] = args
  return isExtreme && args.length === 1 && argument !== undefined ? columnNames(argument)?.at(-1) : undefined
}
