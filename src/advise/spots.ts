import { findTable, type Table } from '../capture/catalog/table.ts'
import type { Plan, PlanNode } from '../plan/plan.ts'
import { exclusiveWork, type NodeWork } from '../plan/work.ts'
import type { Subject, WorkloadItem } from './workload.ts'

/** A statement that reads no more than this, 4 MB, has nothing in its plan that is worth a remark. */
const MIN_BLOCKS = 500

/** A node of the dearest execution of a statement. */
export interface Spot {
  readonly item: WorkloadItem
  /** Of the statement itself, or of one that ran inside it. */
  readonly plan: Plan
  readonly text: string
  /** The function that ran the inner statement, with the line. */
  readonly within: string | undefined
  readonly node: PlanNode
  /** From its parent up to the root. */
  readonly above: readonly PlanNode[]
  /** Its own work without that of its children. */
  readonly own: NodeWork
  /** What it scans; undefined for partitions, which share the remarks of none. */
  readonly table: Table | undefined
}

/** Every node that was executed in the plans of the statements that do much work, each for the value set that costs most. */
export function spotsOf({ workload, head }: Subject): readonly Spot[] {
  return workload.flatMap(item => {
    const { plan, nested, work } = dearestOf(item)
    if (work.buffers + work.tempBlocks < MIN_BLOCKS) return []
    return [{ text: item.text, plan, within: undefined }, ...nested].flatMap(({ text, plan: each, within }) => {
      const own = exclusiveWork(each.root)
      return visit(each.root, []).map(({ node, above }) => {
        const table = node.relationName === undefined ? undefined : findTable(head, node.schema, node.relationName)
        return {
          item,
          plan: each,
          text,
          within,
          node,
          above,
          own: own.get(node)!,
          table: table?.isPartition ? undefined : table,
        }
      })
    })
  })
}

/** The execution of the value set that costs most. */
export function dearestOf({ runs }: WorkloadItem): WorkloadItem['runs'][number]['head'] {
  const cost = ({ head: { work } }: WorkloadItem['runs'][number]) => work.buffers + work.tempBlocks
  return runs.reduce((dearest, run) => (cost(run) > cost(dearest) ? run : dearest)).head
}

function visit(node: PlanNode, above: readonly PlanNode[]): { node: PlanNode; above: readonly PlanNode[] }[] {
  if (node.actualLoops === 0 || node.actualLoops === undefined) return []
  return [{ node, above }, ...node.children.flatMap(child => visit(child, [node, ...above]))]
}

/** Rows that a node passed on, and those that it threw away, over all loops. */
export function rowsOf(node: PlanNode): { readonly kept: number; readonly removed: number } {
  const loops = node.actualLoops ?? 0
  const removed =
    (node.rowsRemovedByFilter ?? 0) + (node.rowsRemovedByIndexRecheck ?? 0) + (node.rowsRemovedByJoinFilter ?? 0)
  return { kept: Math.round((node.actualRows ?? 0) * loops), removed: Math.round(removed * loops) }
}
