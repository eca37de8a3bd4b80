import type { Cause, Comparison, MeasuredStatement } from '../compare/comparison.ts'
import type { AppliedStatement, Migration } from '../migrate/migration.ts'
import type { Client } from '../postgres/client.ts'
import type { Database, Server } from '../postgres/server.ts'
import { createWorkMeter } from '../replay/work.ts'
import { withoutLiterals } from '../sql/literals.ts'
import { refreshStatistics } from './refresh.ts'
import { createTrace, type Suspect } from './trace.ts'

const WORTH_TRACING = new Set<Comparison['status']>(['regressed', 'improved', 'changed', 'broken'])

export interface AttributeInput {
  readonly server: Server
  readonly base: Database
  readonly pending: readonly Migration[]
  readonly comparisons: readonly Comparison[]
  readonly measured: readonly MeasuredStatement[]
  /** Applies the pending migrations to a database and calls back after each of their statements. */
  readonly apply: (
    database: Database,
    afterStatement: (client: Client, applied: AppliedStatement) => Promise<void>,
  ) => Promise<unknown>
}

/**
 * Finds for each statement that differs the statement of the branch's migrations that made it so: they are applied one
 * by one to a copy of base, and after each one every suspect is planned again (or run again, where its plan is the same and
 * only its work differs).
 */
export async function attribute(input: AttributeInput): Promise<ReadonlyMap<string, Cause>> {
  const { server, comparisons, measured, pending } = input
  const byName = new Map(measured.map(statement => [statement.pair.name, statement]))
  const suspects = comparisons
    .filter(comparison => WORTH_TRACING.has(comparison.status))
    .map(comparison => toSuspect(comparison, byName.get(comparison.name)))
    .filter(suspect => suspect !== undefined)
  if (suspects.length === 0 || pending.length === 0) return new Map()
  const copy = await server.createDatabase('trace', input.base)
  const trace = createTrace(suspects, createWorkMeter(server, copy))
  {
    await using client = await copy.connect('owner')
    await trace.observe(client, undefined)
  }
  await input.apply(copy, async (client, applied) => {
    await refreshStatistics(client, applied)
    await trace.observe(client, applied)
  })
  await server.dropDatabase(copy)
  return new Map(
    suspects.flatMap(({ name }): [string, Cause][] => {
      const culprit = trace.culprit(name)
      if (culprit === undefined) return []
      return [[name, { file: culprit.file, line: culprit.line, sql: withoutLiterals(culprit.text), side: 'head' }]]
    }),
  )
}

/** What to look at: the value set that decided, by its plan where that changed and by its work where only that did. */
function toSuspect(comparison: Comparison, measured: MeasuredStatement | undefined): Suspect | undefined {
  const isRewritten = measured?.pair.relation === 'edited' && comparison.status !== 'broken'
  const statement = isRewritten ? measured.pair.head : (measured?.pair.base ?? measured?.pair.head)
  const valueSet = statement?.valueSets[decidingValueSet(comparison)]
  if (statement === undefined || valueSet === undefined) return undefined
  const isSameShape = comparison.base !== undefined && comparison.base.shape === comparison.head?.shape
  return { name: comparison.name, probe: { by: isSameShape ? 'work' : 'plan', valueSet } }
}

/** The value set whose buffers the comparison shows. */
function decidingValueSet({ valueSets, base, head }: Comparison): number {
  const index = valueSets.findIndex(set => set.baseBuffers === base?.buffers && set.headBuffers === head?.buffers)
  return Math.max(index, 0)
}
