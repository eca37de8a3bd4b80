import type { ReportNode, ReportSide } from '../report.ts'

type ExplainNode = { readonly [property: string]: string | number | readonly string[] | readonly ExplainNode[] }

/** Lists in EXPLAIN's JSON, whose items the text format joins by commas. */
const LISTS = new Set(['Sort Key', 'Group Key', 'Presorted Key'])

/** `Parallel Index Scan Backward using orders_pkey on billing.orders o` and `CTE recent: Seq Scan on orders` taken apart. */
function propertiesOf(label: string): ExplainNode {
  const [, subplan, rest] = /^((?:CTE|InitPlan|SubPlan) [^:]*): (.*)$/s.exec(label) ?? [undefined, undefined, label]
  const [, method, index, relation] = /^(.*?)(?: using (.*?))?(?: on (.*))?$/s.exec(rest ?? label) ?? []
  const isBitmapIndex = method?.endsWith('Bitmap Index Scan') === true
  return {
    'Node Type': method || label,
    ...(subplan === undefined
      ? {}
      : {
          'Subplan Name': subplan,
          'Parent Relationship': subplan.startsWith('SubPlan') ? 'SubPlan' : 'InitPlan',
        }),
    ...(index === undefined ? {} : { 'Index Name': index }),
    ...(relation === undefined ? {} : { [isBitmapIndex ? 'Index Name' : 'Relation Name']: relation }),
  }
}

function propertyOf(detail: string): readonly [string, string | number | readonly string[]] {
  const at = detail.indexOf(': ')
  if (at < 0) return [detail, '']
  const name = detail.slice(0, at)
  const value = detail.slice(at + 2)
  if (LISTS.has(name)) return [name, [value]]
  return [name, /^\d{1,3}(,\d{3})*$/.test(value) ? Number(value.replaceAll(',', '')) : value]
}

interface Sums {
  readonly buffers: number
  readonly tempBlocks: number
  readonly timeMs: number
}

interface Rebuilt {
  readonly node: ExplainNode
  /** The node's own work and all below it, over all loops. */
  readonly sums: Sums
}

function rebuild(node: ReportNode): Rebuilt {
  const children = node.children.map(rebuild)
  const sum = (measure: keyof Sums) =>
    children.reduce((total, child) => total + child.sums[measure], node[measure] ?? 0)
  const sums = { buffers: sum('buffers'), tempBlocks: sum('tempBlocks'), timeMs: sum('timeMs') }
  const { actualRows, loops } = node
  const executed = {
    'Actual Startup Time': 0,
    'Actual Total Time': loops ? sums.timeMs / loops : 0,
    'Actual Rows': actualRows ?? 0,
    'Actual Loops': loops ?? 0,
    'Shared Hit Blocks': sums.buffers,
    'Temp Written Blocks': sums.tempBlocks,
  }
  return {
    sums,
    node: {
      ...propertiesOf(node.label),
      'Startup Cost': 0,
      'Total Cost': node.cost,
      'Plan Rows': node.estimatedRows,
      'Plan Width': 0,
      ...(loops === undefined ? {} : executed),
      ...Object.fromEntries(node.details.map(propertyOf)),
      ...(children.length === 0 ? {} : { Plans: children.map(child => child.node) }),
    },
  }
}

/**
 * A side's plan as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) would have printed it, as far as a report knows it, for plan
 * viewers. Pages count as shared hits and temporary pages as written; EXPLAIN's totals are summed up from the nodes' own.
 */
export function toExplainJson({ plan }: Pick<ReportSide, 'plan'>): string {
  const { node, sums } = rebuild(plan)
  return JSON.stringify([{ Plan: node, ...(plan.loops === undefined ? {} : { 'Execution Time': sums.timeMs }) }])
}
