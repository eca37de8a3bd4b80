import type { Node, SelectStmt } from 'libpg-query'
import { aliasOf, and, columnsOf, conjunctsOf, exists, has, isAggregated, isPlain } from './tree.ts'

interface Joined {
  readonly relations: readonly Node[]
  readonly conditions: readonly Node[]
}

/** `select distinct a.x from a join b on …` as `select distinct a.x from a where exists (select from b where …)`. */
export function distinctToSemiJoin(select: SelectStmt): SelectStmt | undefined {
  const { distinctClause, sortClause, limitCount, limitOffset, ...inner } = select
  const isBare = distinctClause?.every(node => Object.keys(node).length === 0) === true
  if (!isBare || !isPlain(inner) || isAggregated(inner)) return undefined
  const joined = flatten(inner.fromClause ?? [])
  if (joined === undefined || joined.relations.length < 2) return undefined
  const wanted = columnsOf([inner.targetList, sortClause])
  if (wanted.some(names => names.length !== 2) || has(inner.targetList, 'A_Star')) return undefined
  const aliases = new Set(wanted.map(([alias]) => alias))
  const isKept = (node: Node) => 'RangeVar' in node && aliases.has(aliasOf(node.RangeVar))
  const kept = joined.relations.filter(isKept)
  const moved = joined.relations.filter(node => !isKept(node))
  const conditions = [...joined.conditions, ...conjunctsOf(inner.whereClause)]
  if (kept.length === 0 || moved.length === 0 || columnsOf(conditions).some(names => names.length !== 2))
    return undefined
  const isOuter = (term: Node) => columnsOf(term).every(([alias]) => aliases.has(alias))
  const semi = exists({
    op: 'SETOP_NONE',
    limitOption: 'LIMIT_OPTION_DEFAULT',
    fromClause: [...moved],
    whereClause: and(conditions.filter(term => !isOuter(term)))!,
  })
  return { ...select, fromClause: [...kept], whereClause: and([...conditions.filter(isOuter), semi])! }
}

/** The relations of inner joins and what they are joined by; undefined where there is another kind. */
function flatten(from: readonly Node[]): Joined | undefined {
  const parts = from.map((node): Joined | undefined => {
    if ('RangeVar' in node) return { relations: [node], conditions: [] }
    if (!('JoinExpr' in node)) return undefined
    const { jointype, larg, rarg, quals, usingClause, isNatural, alias } = node.JoinExpr
    if (jointype !== 'JOIN_INNER' || usingClause || isNatural || alias || !larg || !rarg) return undefined
    const sides = flatten([larg, rarg])
    return sides && { ...sides, conditions: [...sides.conditions, ...conjunctsOf(quals)] }
  })
  if (!parts.every(part => part !== undefined)) return undefined
  return { relations: parts.flatMap(part => part.relations), conditions: parts.flatMap(part => part.conditions) }
}
