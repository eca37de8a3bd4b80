import type { ReportNode } from '../report/report.ts'
import { editTree, type TreeEdit } from './edit.ts'

const relationOf = (label: string) => / on (.*)$/s.exec(label)?.[1]

const sameDetails = (base: ReportNode, head: ReportNode) =>
  base.details.length === head.details.length && base.details.every((detail, at) => detail === head.details[at])

/** Times are left out: they differ between any two executions. */
export const isEqualNode = (base: ReportNode, head: ReportNode) =>
  base.label === head.label &&
  sameDetails(base, head) &&
  base.buffers === head.buffers &&
  base.tempBlocks === head.tempBlocks &&
  base.actualRows === head.actualRows &&
  base.loops === head.loops

/** Scans of one relation, and nodes without one, may take each other's place; scans of two relations may not. */
function costOf(base: ReportNode, head: ReportNode): number {
  if (isEqualNode(base, head)) return 0
  if (base.label === head.label) return 0.5
  return relationOf(base.label) === relationOf(head.label) ? 1 : 2.5
}

/** What head's plan removed from, kept of and added to base's, node by node. */
export function editPlans(base: ReportNode, head: ReportNode): readonly TreeEdit<ReportNode>[] {
  return editTree(base, head, costOf)
}
