import type { ReportNode } from '../report/report.ts'
import { detailsOf } from './details.ts'
import type { TreeEdit } from './edit.ts'
import type { Plan, PlanNode } from './plan.ts'
import { editPlans, isEqualNode } from './plan-edit.ts'
import { counted, grouped, nodeLabel } from './words.ts'
import { exclusiveWork, type NodeWork } from './work.ts'

/** Sub-plans and CTEs are told by their name: `CTE recent: Seq Scan on orders`. */
const labelOf = (node: PlanNode) =>
  node.subplanName === undefined ? nodeLabel(node) : `${node.subplanName}: ${nodeLabel(node)}`

function toNode(node: PlanNode, work: ReadonlyMap<PlanNode, NodeWork>): ReportNode {
  const isExecuted = node.actualLoops !== undefined
  const { buffers, tempBlocks, timeMs } = work.get(node)!
  return {
    label: labelOf(node),
    details: detailsOf(node),
    cost: node.totalCost,
    estimatedRows: node.planRows,
    actualRows: node.actualRows,
    loops: node.actualLoops,
    buffers: isExecuted ? buffers : undefined,
    tempBlocks: isExecuted ? tempBlocks : undefined,
    timeMs: isExecuted && node.actualTotalTime !== undefined ? timeMs : undefined,
    children: node.children.map(child => toNode(child, work)),
  }
}

/** A plan in the words of EXPLAIN's text format, without literals and with each node's own work, to be published. */
export function toReportNode(plan: Plan): ReportNode {
  return toNode(plan.root, exclusiveWork(plan.root))
}

type Sign = ' ' | '-' | '+'

interface Line {
  readonly sign: Sign
  readonly text: string
  /** Rows, pages and milliseconds, each already in words. */
  readonly figures: readonly string[]
}

/** Unchanged subtrees of more nodes than this are shown by their first. */
const SHOWN_UNCHANGED = 3
/** Labels longer than this have their figures on the next line, so that the columns fit a comment. */
const WIDEST_LABEL = 68

function figuresOf({ actualRows, loops, buffers, timeMs }: ReportNode): readonly string[] {
  const times = loops === undefined || loops === 1 ? '' : ` ×${grouped(loops)}`
  return [
    actualRows === undefined ? '' : loops === 0 ? 'never executed' : `rows ${grouped(actualRows)}${times}`,
    buffers === undefined || buffers === 0 ? '' : counted(buffers, 'page'),
    timeMs === undefined || timeMs < 0.05 ? '' : `${timeMs.toFixed(1)} ms`,
  ]
}

const indent = (depth: number) => '  '.repeat(depth)

const nodeLine = (sign: Sign, depth: number, node: ReportNode): Line => ({
  sign,
  text: `${indent(depth)}${node.label}`,
  figures: figuresOf(node),
})

const detailLines = (sign: Sign, depth: number, details: readonly string[]): readonly Line[] =>
  details.map(detail => ({ sign, text: `${indent(depth + 1)}${detail}`, figures: [] }))

function pairedLines(base: ReportNode, head: ReportNode, depth: number): readonly Line[] {
  if (isEqualNode(base, head)) return [nodeLine(' ', depth, head), ...detailLines(' ', depth, head.details)]
  const removed = base.details.filter(detail => !head.details.includes(detail))
  const kept = base.details.filter(detail => head.details.includes(detail))
  const added = head.details.filter(detail => !base.details.includes(detail))
  return [
    nodeLine('-', depth, base),
    ...detailLines('-', depth, removed),
    nodeLine('+', depth, head),
    ...detailLines('+', depth, added),
    ...detailLines(' ', depth, kept),
  ]
}

const isUnchanged = (edit: TreeEdit<ReportNode>): boolean =>
  edit.kind === 'paired' && isEqualNode(edit.base, edit.head) && edit.children.every(isUnchanged)

const sizeOf = (edit: TreeEdit<ReportNode>): number => 1 + edit.children.reduce((sum, child) => sum + sizeOf(child), 0)

function linesOf(edit: TreeEdit<ReportNode>, depth: number): readonly Line[] {
  if (edit.kind === 'paired') {
    const lines = pairedLines(edit.base, edit.head, depth)
    if (sizeOf(edit) > SHOWN_UNCHANGED && isUnchanged(edit)) {
      const text = `${indent(depth + 1)}… ${counted(sizeOf(edit) - 1, 'node')} below, unchanged`
      return [...lines, { sign: ' ', text, figures: [] }]
    }
    return [...lines, ...childLines(edit.children, depth + 1)]
  }
  const sign = edit.kind === 'removed' ? '-' : '+'
  return [
    nodeLine(sign, depth, edit.node),
    ...detailLines(sign, depth, edit.node.details),
    ...edit.children.flatMap(child => linesOf(child, depth + 1)),
  ]
}

/** Long runs of unchanged siblings, as partitions are, are shown by their first. */
function childLines(edits: readonly TreeEdit<ReportNode>[], depth: number): readonly Line[] {
  const lines: Line[] = []
  for (let at = 0; at < edits.length; at += 1) {
    lines.push(...linesOf(edits[at]!, depth))
    const next = edits.findIndex((edit, position) => position >= at && !isUnchanged(edit))
    const run = (next < 0 ? edits.length : next) - at
    if (run <= SHOWN_UNCHANGED) continue
    const hidden = edits.slice(at + 1, at + run).reduce((sum, edit) => sum + sizeOf(edit), 0)
    lines.push({ sign: ' ', text: `${indent(depth)}… ${counted(hidden, 'node')} beside, unchanged`, figures: [] })
    at += run - 1
  }
  return lines
}

/**
 * Two plans as the lines of a ```diff block: what base did with `-`, what head does with `+`, what both do once; each node's own
 * pages and milliseconds in columns on the right.
 */
export function renderPlanDiff(base: ReportNode, head: ReportNode): string[] {
  return layOut(editPlans(base, head).flatMap(edit => linesOf(edit, 0)))
}

/** One plan in the same manner, without signs. */
export function renderPlan(plan: ReportNode): string[] {
  return layOut(treeLines(plan, 0)).map(line => line.slice(2))
}

function treeLines(node: ReportNode, depth: number): readonly Line[] {
  return [
    nodeLine(' ', depth, node),
    ...detailLines(' ', depth, node.details),
    ...node.children.flatMap(child => treeLines(child, depth + 1)),
  ]
}

function layOut(lines: readonly Line[]): string[] {
  const measured = lines.filter(({ figures }) => figures.some(figure => figure !== ''))
  const labelWidth = Math.min(WIDEST_LABEL, Math.max(0, ...measured.map(({ text }) => text.length)))
  const widths = [0, 1, 2].map(column => Math.max(0, ...measured.map(({ figures }) => figures[column]?.length ?? 0)))
  return lines.flatMap(({ sign, text, figures }) => {
    const columns = figures.map((figure, at) => (at === 0 ? figure.padEnd(widths[at]!) : figure.padStart(widths[at]!)))
    const inColumns = (label: string) => `${sign} ${label.padEnd(labelWidth)}  ${columns.join('  ')}`.trimEnd()
    const isWide = text.length > labelWidth && figures.some(figure => figure !== '')
    return isWide ? [`${sign} ${text}`, inColumns('')] : [inColumns(text)]
  })
}
