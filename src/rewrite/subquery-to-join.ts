import type { Node, SelectStmt } from 'libpg-query'
import { nameParts } from '../sql/parse.ts'
import {
  aliasOf,
  and,
  binary,
  column,
  columnNames,
  columnsOf,
  conjunctsOf,
  isAggregate,
  isAggregated,
  isPlain,
  onlyRelation,
  operation,
  ZERO,
} from './tree.ts'

/**
 * `(select count(*) from o where o.k = c.id)` among what is returned as a left join with `select o.k, count(*) … group by o.k`: one
 * pass over `o` in place of one search for each row.
 */
export function subqueryToJoin(select: SelectStmt): SelectStmt | undefined {
  const { sortClause: _, limitCount: __, limitOffset: ___, ...plain } = select
  if (!isPlain(plain) || isAggregated(select) || select.fromClause?.length !== 1) return undefined
  const grouped: Grouped[] = []
  const targetList = (select.targetList ?? []).map((target): Node => {
    const value = 'ResTarget' in target ? target.ResTarget.val : undefined
    const group = value && groupOf(value, `grouped_${grouped.length + 1}`)
    if (group === undefined || !('ResTarget' in target)) return target
    grouped.push(group)
    return { ResTarget: { ...target.ResTarget, name: target.ResTarget.name ?? group.name, val: group.value } }
  })
  if (grouped.length === 0) return undefined
  const from = grouped.reduce<Node>(
    (left, { subquery, condition }) => ({
      JoinExpr: { jointype: 'JOIN_LEFT', larg: left, rarg: subquery, quals: condition },
    }),
    select.fromClause[0]!,
  )
  return { ...select, targetList, fromClause: [from] }
}

interface Grouped {
  /** What the column was called. */
  readonly name: string
  readonly value: Node
  readonly subquery: Node
  readonly condition: Node
}

function groupOf(node: Node, alias: string): Grouped | undefined {
  if (!('SubLink' in node) || node.SubLink.subLinkType !== 'EXPR_SUBLINK') return undefined
  const select = node.SubLink.subselect
  if (select === undefined || !('SelectStmt' in select) || !isPlain(select.SelectStmt)) return undefined
  const inner = select.SelectStmt
  const relation = onlyRelation(inner)
  const [target, ...others] = inner.targetList ?? []
  const value = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined
  if (relation === undefined || value === undefined || others.length > 0) return undefined
  // A function of an aggregate may be something for no rows at all, where the join finds null.
  if (!('FuncCall' in value) || !isAggregate(value.FuncCall)) return undefined
  const isInner = (names: readonly string[]) => names.length === 1 || names[0] === aliasOf(relation)
  const terms = conjunctsOf(inner.whereClause)
  const links = terms.filter(term => !columnsOf(term).every(isInner))
  const [link] = links
  const compared = link && binary(link, ['='])
  if (links.length !== 1 || compared === undefined || !columnsOf(value).every(isInner)) return undefined
  const sides = [compared.left, compared.right]
  const key = sides.find(side => columnNames(side) !== undefined && isInner(columnNames(side)!))
  const other = sides.find(side => side !== key)
  if (key === undefined || other === undefined || columnsOf(other).some(isInner)) return undefined
  const isCount = nameParts(value.FuncCall.funcname).at(-1) === 'count'
  const result = column(alias, 'value')
  return {
    name: nameParts(value.FuncCall.funcname).at(-1) ?? 'value',
    value: isCount ? { CoalesceExpr: { args: [result, ZERO] } } : result,
    condition: operation('=', column(alias, 'key'), other),
    subquery: {
      RangeSubselect: {
        alias: { aliasname: alias },
        subquery: {
          SelectStmt: {
            op: 'SETOP_NONE',
            limitOption: 'LIMIT_OPTION_DEFAULT',
            targetList: [{ ResTarget: { name: 'key', val: key } }, { ResTarget: { name: 'value', val: value } }],
            fromClause: inner.fromClause ?? [],
            ...(terms.length > 1 && { whereClause: and(terms.filter(term => term !== link))! }),
            groupClause: [key],
          },
        },
      },
    },
  }
}
