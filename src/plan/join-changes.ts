import type { Change } from '../compare/comparison.ts'
import type { Alignment, PlanSide } from './align.ts'
import { judgeDirection } from './direction.ts'
import type { PlanNode } from './plan.ts'
import { methodOf } from './words.ts'

const isJoin = ({ nodeType }: PlanNode) =>
  nodeType === 'Nested Loop' || nodeType === 'Hash Join' || nodeType === 'Merge Join'

/** Joins by the instances that they join. */
const joinsOf = (side: PlanSide): ReadonlyMap<string, PlanNode> =>
  new Map(side.nodes.filter(isJoin).map(node => [side.leaves.get(node)!, node]))

const outerOf = (side: PlanSide, join: PlanNode): string => side.leaves.get(join.children[0] ?? join) ?? ''

const SIDE_PLANS = new Set(['InitPlan', 'SubPlan'])

/** `orders o, items i, (customers c, countries n)`: relations in the order in which they are joined, outermost first. */
function orderOf(side: PlanSide, labelOf: Alignment['labelOf'], node: PlanNode = side.plan.root): string {
  const inputs = node.children.filter(child => !SIDE_PLANS.has(child.parentRelationship ?? ''))
  if (inputs.length === 0 || (node.alias !== undefined && node.nodeType !== 'ModifyTable'))
    return labelOf(side.leaves.get(node)!)
  const [outer, ...inner] = inputs.map(child => orderOf(side, labelOf, child))
  return [outer, ...inner.map(text => (text.includes(', ') ? `(${text})` : text))].join(', ')
}

/** Other methods for the same joins, and another order of them. */
export function joinChanges({ base, head, labelOf }: Alignment): readonly Change[] {
  const before = joinsOf(base)
  const after = joinsOf(head)
  const shared = [...after].filter(([leaves]) => before.has(leaves))
  const methods = shared.flatMap(([leaves, node]): Change[] => {
    const [from, to] = [methodOf(before.get(leaves)!), methodOf(node)]
    if (from === to) return []
    const direction = judgeDirection('neutral', base.blocksOver(leaves), head.blocksOver(leaves))
    return [{ kind: 'join-method', node: labelOf(leaves), from, to, direction }]
  })
  if (before.size === 0 || after.size === 0) return methods
  const isReordered =
    [...before.keys()].some(leaves => !after.has(leaves)) ||
    [...after.keys()].some(leaves => !before.has(leaves)) ||
    shared.some(([leaves, node]) => outerOf(head, node) !== outerOf(base, before.get(leaves)!))
  if (!isReordered) return methods
  const all = head.leaves.get(head.plan.root) ?? ''
  const direction = judgeDirection('neutral', base.blocksOver(all), head.blocksOver(all))
  const [from, to] = [orderOf(base, labelOf), orderOf(head, labelOf)]
  return from === to ? methods : [...methods, { kind: 'join-order', node: labelOf(all), from, to, direction }]
}
