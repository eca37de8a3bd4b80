import type { Change } from '../compare/comparison.ts'
import type { Alignment, PlanSide } from './align.ts'
import type { PlanNode } from './plan.ts'
import { grouped } from './words.ts'

/** From here on a wrong estimate is known to lead to wrong joins (Leis et al., How Good Are Query Optimizers, Really?, 2015). */
const HIGH = 10
/** Growth below this is what another sample of ANALYZE gives. */
const GROWTH = 2

/**
 * How far the planner's rows were off: the larger of estimate ÷ actual and actual ÷ estimate, both at least one row
 * (Moerkotte et al., Preventing Bad Plans by Bounding the Impact of Cardinality Estimation Errors, 2009).
 */
export function qError(estimated: number, actual: number): number {
  const [a, b] = [Math.max(1, estimated), Math.max(1, actual)]
  return Math.max(a / b, b / a)
}

const CUTS_SHORT = new Set(['Limit', 'Merge Join'])

/** Nodes that ran to their end; below a Limit or a Merge Join, actual rows are what was asked for, not what there is. */
function* complete(node: PlanNode): Generator<PlanNode> {
  yield node
  if (CUTS_SHORT.has(node.nodeType)) return
  const isSemi = node.joinType === 'Semi' || node.joinType === 'Anti'
  for (const child of node.children) {
    if (!isSemi || child.parentRelationship === 'Outer') yield* complete(child)
  }
}

/** The worst error over each set of relations. */
function errorsOf(side: PlanSide): ReadonlyMap<string, number> {
  const errors = new Map<string, number>()
  for (const node of complete(side.plan.root)) {
    const leaves = side.leaves.get(node)!
    const isRead = leaves !== '' && node.actualRows !== undefined && (node.actualLoops ?? 0) > 0
    const isCombined = node.nodeType.startsWith('Bitmap') && node.nodeType !== 'Bitmap Heap Scan'
    if (!isRead || isCombined || node.parallelAware === true || node.nodeType === 'ModifyTable') continue
    errors.set(leaves, Math.max(errors.get(leaves) ?? 1, qError(node.planRows, node.actualRows ?? 0)))
  }
  return errors
}

/** The estimate that got worst, if one did. */
export function estimateChanges({ base, head, labelOf }: Alignment): readonly Change[] {
  const before = errorsOf(base)
  const worse = [...errorsOf(head)]
    .filter(([leaves, error]) => before.has(leaves) && error >= HIGH && error >= GROWTH * before.get(leaves)!)
    .toSorted(([, a], [, b]) => b - a)
  return worse.slice(0, 1).map(([leaves, error]) => {
    const [from, to] = [before.get(leaves)!, error].map(value => `rows estimated ×${grouped(value)} off`)
    return { kind: 'estimate-worse', node: labelOf(leaves), from: from!, to: to!, direction: 'worse' }
  })
}
