import type { TreeEdit } from '../../../plan/edit.ts'
import { editPlans, isEqualNode } from '../../../plan/plan-edit.ts'
import type { ReportNode } from '../../report.ts'

interface Placed {
  readonly node: ReportNode
  readonly depth: number
}

/** One line of two plans side by side: what stands opposite is what took a node's place. */
export interface PlanLine {
  readonly base: Placed | undefined
  readonly head: Placed | undefined
  readonly mark: 'same' | 'changed' | 'removed' | 'added'
}

function linesOf(edit: TreeEdit<ReportNode>, baseDepth: number, headDepth: number): readonly PlanLine[] {
  const base = edit.kind === 'added' ? undefined : edit.kind === 'paired' ? edit.base : edit.node
  const head = edit.kind === 'removed' ? undefined : edit.kind === 'paired' ? edit.head : edit.node
  const below = edit.children.flatMap(child =>
    linesOf(child, baseDepth + (base === undefined ? 0 : 1), headDepth + (head === undefined ? 0 : 1)),
  )
  const mark = edit.kind !== 'paired' ? edit.kind : isEqualNode(edit.base, edit.head) ? 'same' : 'changed'
  return [
    { base: base && { node: base, depth: baseDepth }, head: head && { node: head, depth: headDepth }, mark },
    ...below,
  ]
}

const soleLines = (node: ReportNode, depth: number): readonly Placed[] => [
  { node, depth },
  ...node.children.flatMap(child => soleLines(child, depth + 1)),
]

/** Both plans in EXPLAIN's order, aligned; a plan that only one side has is not marked. */
export function planLines(base: ReportNode | undefined, head: ReportNode | undefined): readonly PlanLine[] {
  if (base && head) return editPlans(base, head).flatMap(edit => linesOf(edit, 0, 0))
  if (base) return soleLines(base, 0).map(placed => ({ base: placed, head: undefined, mark: 'same' }))
  if (head) return soleLines(head, 0).map(placed => ({ base: undefined, head: placed, mark: 'same' }))
  return []
}
