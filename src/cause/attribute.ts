import type { Cause, Comparison, MeasuredStatement } from '../compare/comparison.ts'
import type { AppliedStatement } from '../migrate/migration.ts'
import { UserError } from '../errors.ts'
import type { Client } from '../postgres/client.ts'
import type { Database, Server } from '../postgres/server.ts'
import { createWorkMeter } from '../replay/work.ts'
import { withoutLiterals } from '../sql/literals.ts'
import { refreshStatistics } from './refresh.ts'
import { createTrace, type Suspect } from './trace.ts'

const WORTH_TRACING = new Set<Comparison['status']>(['regressed', 'improved', 'changed', 'broken'])

/** Migration statements to go through one by one, on a copy of the database that does not have them. */
export interface Pass {
  /** The side whose statements they are. */
  readonly side: Cause['side']
  readonly database: Database
  readonly apply: (
    copy: Database,
    afterStatement: (client: Client, applied: AppliedStatement) => Promise<void>,
  ) => Promise<unknown>
}

export interface AttributeInput {
  readonly server: Server
  readonly passes: readonly Pass[]
  readonly comparisons: readonly Comparison[]
  readonly measured: readonly MeasuredStatement[]
}

/**
 * Finds for each statement that differs the migration statement that made it so: those that only head has are applied one
 * by one to a copy of base, those that only base has to a copy of head, and after each one every suspect is planned again
 * (or run again, where its plan is the same and only its work differs).
 */
export async function attribute(input: AttributeInput): Promise<ReadonlyMap<string, Cause>> {
  const byName = new Map(input.measured.map(statement => [statement.pair.name, statement]))
  const suspects = input.comparisons
    .filter(comparison => WORTH_TRACING.has(comparison.status))
    .map(comparison => toSuspect(comparison, byName.get(comparison.name)))
    .filter(suspect => suspect !== undefined)
  const causes = new Map<string, Cause>()
  for (const pass of input.passes) {
    const open = suspects.filter(({ name }) => !causes.has(name))
    if (open.length > 0) await goThrough(input.server, pass, open, causes)
  }
  return causes
}

async function goThrough(server: Server, pass: Pass, suspects: readonly Suspect[], causes: Map<string, Cause>): Promise<void> {
  const copy = await server.createDatabase('trace', pass.database)
  const trace = createTrace(suspects, createWorkMeter(server, copy))
  {
    await using client = await copy.connect('owner')
    await trace.observe(client, undefined)
  }
  try {
    await pass.apply(copy, async (client, applied) => {
      await refreshStatistics(client, applied)
      await trace.observe(client, applied)
    })
  } catch (error) {
    // Statements out of an edited history may not fit the other side's; what was seen before still holds.
    if (!(error instanceof UserError)) throw error
  }
  await server.dropDatabase(copy)
  for (const { name } of suspects) {
    const culprit = trace.culprit(name)
    if (culprit === undefined) continue
    const { file, line, text } = culprit
    causes.set(name, { file, line, sql: withoutLiterals(text), side: pass.side })
  }
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
