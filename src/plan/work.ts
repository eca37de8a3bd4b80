import { conditionsOf } from './conditions.ts'
import type { Plan, PlanNode } from './plan.ts'
import { walk } from './walk.ts'

/** What a node caused over all its loops. */
export interface NodeWork {
  /** Shared and local, hit and read. */
  readonly buffers: number
  /** Read and written. */
  readonly tempBlocks: number
  readonly timeMs: number
}

/**
 * A node's work with that of its children. EXPLAIN's block counters are totals over the loops already, its times are
 * averages of one loop (PostgreSQL manual, 14.1.2).
 */
export function inclusiveWork(node: PlanNode): NodeWork {
  return {
    buffers:
      (node.sharedHitBlocks ?? 0) +
      (node.sharedReadBlocks ?? 0) +
      (node.localHitBlocks ?? 0) +
      (node.localReadBlocks ?? 0),
    tempBlocks: (node.tempReadBlocks ?? 0) + (node.tempWrittenBlocks ?? 0),
    timeMs: (node.actualTotalTime ?? 0) * (node.actualLoops ?? 0),
  }
}

/** Rows that a node looked at over all its loops, those that its filter removed included. */
export const rowsSeenBy = (node: PlanNode): number =>
  ((node.actualRows ?? 0) + (node.rowsRemovedByFilter ?? 0) + (node.rowsRemovedByIndexRecheck ?? 0)) *
  (node.actualLoops ?? 0)

/** Rows that a plan's scans looked at, each as often as it did. */
export const rowsLookedAt = (plan: Plan): number =>
  [...walk(plan.root)].reduce((sum, { node }) => sum + (node.alias === undefined ? 0 : rowsSeenBy(node)), 0)

const plus = (a: NodeWork, b: NodeWork, sign: 1 | -1): NodeWork => ({
  buffers: a.buffers + sign * b.buffers,
  tempBlocks: a.tempBlocks + sign * b.tempBlocks,
  timeMs: a.timeMs + sign * b.timeMs,
})

const smaller = (a: NodeWork, b: NodeWork): NodeWork => ({
  buffers: Math.max(0, Math.min(a.buffers, b.buffers)),
  tempBlocks: Math.max(0, Math.min(a.tempBlocks, b.tempBlocks)),
  timeMs: Math.max(0, Math.min(a.timeMs, b.timeMs)),
})

export const sumOfWork = (works: readonly NodeWork[]): NodeWork =>
  works.reduce((sum, work) => plus(sum, work, 1), { buffers: 0, tempBlocks: 0, timeMs: 0 })

/**
 * CTEs and InitPlans hang at the top of their query level but run when the first node asks for them, so that their work
 * is inside that node's counters.
 */
function callersOf(subplan: PlanNode, nodes: readonly PlanNode[]): readonly PlanNode[] {
  const [, cte] = /^CTE (.*)$/s.exec(subplan.subplanName ?? '') ?? []
  if (cte !== undefined) return nodes.filter(node => node.nodeType === 'CTE Scan' && node.cteName === cte)
  const [, number, returned] = /^InitPlan (\S+)(?: \(returns (.*)\))?$/.exec(subplan.subplanName ?? '') ?? []
  if (number === undefined) return []
  const names = returned === undefined ? [`InitPlan ${number})`] : returned.split(',')
  const mentions = (text: string) =>
    names.some(name => (name.startsWith('$') ? new RegExp(`\\${name}(?!\\d)`).test(text) : text.includes(name)))
  return nodes.filter(node => conditionsOf(node).some(({ text }) => mentions(text)))
}

/** Each node's own work, its children's taken off; never below zero. */
export function exclusiveWork(root: PlanNode): ReadonlyMap<PlanNode, NodeWork> {
  const visits = [...walk(root)]
  const nodes = visits.map(({ node }) => node)
  const own = new Map(nodes.map(node => [node, inclusiveWork(node)]))
  const take = (node: PlanNode, work: NodeWork): NodeWork => {
    const taken = smaller(own.get(node)!, work)
    own.set(node, plus(own.get(node)!, taken, -1))
    return plus(work, taken, -1)
  }
  const isLate = (node: PlanNode) => node.parentRelationship === 'InitPlan'
  for (const { node, parent } of visits) {
    if (parent !== undefined && !isLate(node)) take(parent, inclusiveWork(node))
  }
  for (const { node, parent } of visits) {
    if (parent === undefined || !isLate(node)) continue
    let rest = inclusiveWork(node)
    // Below an UPDATE it is asked for by what the rows come from, whose list of columns stands in no condition.
    const rows = parent.nodeType === 'ModifyTable' ? parent.children.filter(child => !isLate(child)) : []
    for (const caller of [...callersOf(node, nodes), ...rows, parent]) rest = take(caller, rest)
  }
  return own
}
