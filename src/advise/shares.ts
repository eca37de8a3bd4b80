import { walk } from '../plan/walk.ts'
import { count } from './schema-remark.ts'
import type { Subject, WorkloadItem } from './workload.ts'

/** Blocks that the calls of these statements read and write, all together. */
export const workOf = (items: readonly WorkloadItem[]): number => items.reduce((sum, { weight }) => sum + weight, 0)

export const percent = (share: number): string =>
  share > 0 && share < 0.005 ? 'less than 1%' : `${count(100 * share)}%`

/** The heaviest of them by name, at most five. */
export function heaviest(items: readonly WorkloadItem[]): string {
  const names = items.toSorted((a, b) => b.weight - a.weight).map(({ name }) => name)
  const more = names.length > 5 ? ` and ${names.length - 5} more` : ''
  return names.length === 0 ? 'none' : `${names.slice(0, 5).join(', ')}${more}`
}

/** Names of all tables that the load writes, by triggers and functions too; partitions by their own names. */
export function tablesWritten({ workload }: Subject): ReadonlySet<string> {
  const plans = workload.flatMap(({ runs }) =>
    runs.flatMap(({ head }) => [head.plan, ...head.nested.map(({ plan }) => plan)]),
  )
  const nodes = plans.flatMap(({ root }) => [...walk(root)].map(({ node }) => node))
  return new Set(nodes.flatMap(node => (node.nodeType === 'ModifyTable' ? (node.relationName ?? []) : [])))
}
