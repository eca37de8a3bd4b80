import type { Cause, Comparison, Deed, MeasuredStatement } from '../compare/comparison.ts'
import { UserError } from '../errors.ts'
import { type AppliedStatement, placeOf, type SourcePlace } from '../migrate/migration.ts'
import type { IndexDefinitionPair } from '../plan/index-definitions.ts'
import type { Client } from '../postgres/client.ts'
import type { Database, Server } from '../postgres/server.ts'
import { createWorkMeter } from '../replay/work.ts'
import { cutWithoutLiterals } from '../sql/literals.ts'
import { causeByDefinition } from './by-definition.ts'
import { aimOf } from './culprit.ts'
import { createSettingsRefresh, refreshStatistics } from './refresh.ts'
import { createTrace, type Suspect } from './trace.ts'

/** A statement with its place, where it has one. */
export type Written = { readonly text: string } | (SourcePlace & { readonly text: string })

/** Migration statements to go through one by one, on a copy of the database that does not have them. */
export interface Pass {
  /** The side whose statements they are. */
  readonly side: Cause['side']
  readonly statements: readonly Written[]
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
  readonly indexes: IndexDefinitionPair
  /** Of each execution of a suspect. */
  readonly timeoutMs: number
}

export interface Attribution {
  /** By the name of what differs. */
  readonly causes: ReadonlyMap<string, Cause>
  /** Head's statements as they went, where they were gone through. */
  readonly applied: readonly AppliedStatement[] | undefined
}

/**
 * Finds for each statement that differs the migration statement that made it so: those that only head has are applied one
 * by one to a copy of base, those that only base has to a copy of head, and after each one every suspect is planned again
 * and, where its plan does not tell, run again.
 */
export async function attribute(input: AttributeInput): Promise<Attribution> {
  const byName = new Map(input.measured.map(statement => [statement.pair.name, statement]))
  const causes = new Map<string, Cause>()
  let applied: readonly AppliedStatement[] | undefined
  for (const pass of input.passes) {
    const open = input.comparisons
      .filter(({ name }) => !causes.has(name))
      .map(comparison => toSuspect(comparison, pass.side, byName.get(comparison.name)))
      .filter(suspect => suspect !== undefined)
    if (open.length === 0) continue
    const gone = await goThrough(input, pass, open, causes)
    if (pass.side === 'head') applied = gone
  }
  for (const comparison of input.comparisons.filter(({ name }) => !causes.has(name))) {
    const cause = causeByDefinition(comparison, input.passes, input.indexes)
    if (cause !== undefined) causes.set(comparison.name, cause)
  }
  return { causes, applied }
}

async function goThrough(
  { server, timeoutMs, indexes }: AttributeInput,
  pass: Pass,
  suspects: readonly Suspect[],
  causes: Map<string, Cause>,
): Promise<readonly AppliedStatement[]> {
  const copy = await server.createDatabase('trace', pass.database)
  const trace = createTrace(
    suspects,
    createWorkMeter(server, copy),
    timeoutMs,
    pass.side === 'head' ? indexes.base : indexes.head,
  )
  const refreshSettings = createSettingsRefresh(server.admin)
  const gone: AppliedStatement[] = []
  {
    await using client = await copy.connect('owner')
    await trace.observe(client, undefined)
  }
  try {
    await pass.apply(copy, async (client, applied) => {
      gone.push(applied)
      await refreshStatistics(client, applied)
      await refreshSettings(client, applied)
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
    const earlier = culprit.earlier.map(toDeed)
    causes.set(name, { ...toDeed(culprit.applied), side: pass.side, ...(earlier.length > 0 && { earlier }) })
  }
  return gone
}

/** To publish. */
function toDeed(statement: Written): Deed {
  return { ...placeOf(statement), sql: cutWithoutLiterals(statement.text) }
}

/** What to look at: the value set that decided, in base's words or, where the branch rewrote the statement, in head's. */
function toSuspect(
  comparison: Comparison,
  side: Cause['side'],
  measured: MeasuredStatement | undefined,
): Suspect | undefined {
  const { name, status, base, head } = comparison
  const { contradiction } = measured ?? {}
  const aim = aimOf(contradiction === undefined ? status : 'changed', side)
  const isRewritten = measured?.pair.relation === 'edited' && status !== 'broken'
  const statement = isRewritten ? measured.pair.head : (measured?.pair.base ?? measured?.pair.head)
  const decided = statement?.valueSets[decidingValueSet(comparison)]
  // What fails is a REFRESH itself, not the query that stands for it where both sides work.
  const valueSet =
    status === 'broken' && decided?.refreshes !== undefined ? { ...decided, refreshes: undefined } : decided
  if (aim === undefined || statement === undefined || valueSet === undefined) return undefined
  const showsInPlan = status !== 'broken' && base !== undefined && base.shape !== head?.shape
  const run = !showsInPlan ? 'always' : aim === 'changed' ? 'never' : 'on another plan'
  const suspect = { name, aim, probe: { valueSet, isWrite: statement.isWrite, run } } as const
  return contradiction === undefined ? suspect : { ...suspect, replaced: contradiction.function }
}

/** The value set that the comparison shows; of one that only one side could run, by what it read there. */
function decidingValueSet({ valueSets, base, head, decidingSet }: Comparison): number {
  if (decidingSet !== undefined) return decidingSet
  const index = valueSets.findIndex(set => set.baseBuffers === base?.buffers && set.headBuffers === head?.buffers)
  return Math.max(index, 0)
}
