import type { Storage } from '../bloat/storage.ts'
import type { Catalog } from '../capture/catalog/table.ts'
import type { Profile } from '../capture/schema/profile.ts'
import type { Age } from '../capture/schema/read-ages.ts'
import type { Schema } from '../capture/schema/schema.ts'
import type { Comparison, MeasuredStatement } from '../compare/comparison.ts'
import type { MigrationTool, Target } from '../config/schema.ts'
import type { Plan } from '../plan/plan.ts'
import type { Measurement } from '../replay/measurement.ts'
import { type Known, typesOf } from '../rewrite/known.ts'
import { type Access, accessesOf } from './access.ts'
import { termReader } from './condition.ts'
import { innerAccesses } from './inner-accesses.ts'

type Measured = Extract<Measurement, { kind: 'measured' }>

/** A statement of head's load as advice looks at it. */
export interface WorkloadItem {
  readonly name: string
  readonly text: string
  readonly isWrite: boolean
  readonly isRegressed: boolean
  readonly calls: number
  /** Of them, those in a transaction that had written before. */
  readonly callsAfterWrite: number
  /** That one call returns or changes, on average. */
  readonly rows: number
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
  /** How both sides' tables were declared, and what head's rows say of that. */
  readonly schema: { readonly base: Schema; readonly head: Schema; readonly profile: Profile }
  /** What the configuration says of production’s server. */
  readonly target: Target
  /** The tool whose migrations these are, where they are SQL. */
  readonly tool: MigrationTool | undefined
  /** What the load and the migrations did to the tables’ files, and how large those of production are. */
  readonly storage: Storage
  /** Those that need help first, then the heaviest. */
  readonly workload: readonly WorkloadItem[]
  /** Of tables that the load reads the newest rows of, how many are older than that. */
  readonly ages: readonly Age[]
}

const NEEDS_HELP: ReadonlySet<Comparison['status']> = new Set<Comparison['status']>(['regressed', 'added', 'broken'])

/** Everything of head's load that was executed. */
export function toSubject(
  catalogs: Omit<Subject, 'workload' | 'ages'>,
  measured: readonly MeasuredStatement[],
  comparisons: readonly Comparison[],
): Omit<Subject, 'ages'> {
  const statuses = new Map(comparisons.map(({ name, status }) => [name, status]))
  const read = termReader()
  const workload = measured.flatMap(({ pair, runs }): readonly WorkloadItem[] => {
    const executed = runs.flatMap(({ base, head }) =>
      head.kind === 'measured' ? [{ base: base.kind === 'measured' ? base : undefined, head }] : [],
    )
    if (pair.head === undefined || executed.length === 0) return []
    const buffers = executed.map(({ head }) => head.work.buffers)
    const calls = Math.max(1, pair.head.stats.calls)
    const mean = buffers.reduce((sum, each) => sum + each, 0) / buffers.length
    return [
      {
        name: pair.name,
        text: pair.head.text,
        isWrite: pair.head.isWrite,
        isRegressed: NEEDS_HELP.has(statuses.get(pair.name) ?? 'unchanged'),
        calls,
        callsAfterWrite: pair.head.callsAfterWrite ?? 0,
        rows: executed.reduce((sum, { head }) => sum + head.work.rows, 0) / executed.length,
        weight: mean * calls,
        buffers: Math.max(...buffers),
        runs: executed,
        accesses: executed.flatMap(({ head: { plan, nested } }) => [
          ...(isExecuted(plan) ? accessesOf(plan, catalogs.head, read) : []),
          ...innerAccesses(nested, catalogs.head, read),
        ]),
      },
    ]
  })
  return {
    ...catalogs,
    workload: workload.sort((a, b) => Number(b.isRegressed) - Number(a.isRegressed) || b.weight - a.weight),
  }
}

const isExecuted = ({ root }: Plan): boolean => root.actualLoops !== undefined

/** What its tables say for another form of it. */
export function knownOf({ accesses }: WorkloadItem): Known {
  const tables = [...new Set(accesses.map(({ table }) => table))]
  return { types: typesOf(tables.flatMap(({ columns }) => columns)), tables }
}
