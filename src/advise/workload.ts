import type { Catalog } from '../capture/catalog/table.ts'
import type { Comparison, MeasuredStatement } from '../compare/comparison.ts'
import type { Plan } from '../plan/plan.ts'
import type { Measurement } from '../replay/measurement.ts'
import { type Access, accessesOf } from './access.ts'

type Measured = Extract<Measurement, { kind: 'measured' }>

/** A statement of head's load as advice looks at it. */
export interface WorkloadItem {
  readonly name: string
  readonly text: string
  readonly isWrite: boolean
  readonly isRegressed: boolean
  /** Blocks of all its calls in the load. */
  readonly weight: number
  /** Blocks of its dearest value set. */
  readonly buffers: number
  /** By value set. */
  readonly runs: readonly { readonly base: Measured | undefined; readonly head: Measured }[]
  readonly accesses: readonly Access[]
}

/** What both sides' catalogs and the load say: all that a rule may look at. */
export interface Subject {
  readonly base: Catalog
  readonly head: Catalog
  /** Those that need help first, then the heaviest. */
  readonly workload: readonly WorkloadItem[]
}

const NEEDS_HELP: ReadonlySet<Comparison['status']> = new Set<Comparison['status']>(['regressed', 'added', 'broken'])

/** Everything of head's load that was executed. */
export function toSubject(
  catalogs: { readonly base: Catalog; readonly head: Catalog },
  measured: readonly MeasuredStatement[],
  comparisons: readonly Comparison[],
): Subject {
  const statuses = new Map(comparisons.map(({ name, status }) => [name, status]))
  const workload = measured.flatMap(({ pair, runs }): readonly WorkloadItem[] => {
    const executed = runs.flatMap(({ base, head }) =>
      head.kind === 'measured' ? [{ base: base.kind === 'measured' ? base : undefined, head }] : [],
    )
    if (pair.head === undefined || executed.length === 0) return []
    const buffers = executed.map(({ head }) => head.work.buffers)
    const mean = buffers.reduce((sum, each) => sum + each, 0) / buffers.length
    return [
      {
        name: pair.name,
        text: pair.head.text,
        isWrite: pair.head.isWrite,
        isRegressed: NEEDS_HELP.has(statuses.get(pair.name) ?? 'unchanged'),
        weight: mean * Math.max(1, pair.head.stats.calls),
        buffers: Math.max(...buffers),
        runs: executed,
        accesses: executed.flatMap(({ head }) => plansOf(head).flatMap(plan => accessesOf(plan, catalogs.head))),
      },
    ]
  })
  return {
    ...catalogs,
    workload: workload.sort((a, b) => Number(b.isRegressed) - Number(a.isRegressed) || b.weight - a.weight),
  }
}

/** A statement's own plan and those of what it ran inside. */
function plansOf({ plan, nested }: Measured): readonly Plan[] {
  return [plan, ...nested.map(inner => inner.plan)].filter(({ root }) => root.actualLoops !== undefined)
}
