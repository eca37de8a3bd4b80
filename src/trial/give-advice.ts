import { advise } from '../advise/advise.ts'
import type { Finding } from '../advise/finding.ts'
import { recentReads } from '../advise/recent-reads.ts'
import { toSubject } from '../advise/workload.ts'
import { NOTHING_STORED, type Storage } from '../bloat/storage.ts'
import { type Age, type AgeQuestion, readAges } from '../capture/schema/read-ages.ts'
import type { Comparison, MeasuredStatement } from '../compare/comparison.ts'
import type { MigrationTool } from '../config/schema.ts'
import { collectGarbage } from '../memory.ts'
import type { Database, Server } from '../postgres/server.ts'
import { withInnerPlans } from './inner-plans.ts'
import type { AdviceMaterial } from './material.ts'
import type { TrialOptions } from './options.ts'
import { toTrialStatements } from './statement.ts'
import { tryDrafts } from './try-drafts.ts'

export interface AdviceInput {
  readonly server: Server
  readonly head: Database
  readonly material: AdviceMaterial
  readonly measured: readonly MeasuredStatement[]
  readonly comparisons: readonly Comparison[]
  readonly storage?: Storage | undefined
  /** The tool of the migrations. */
  readonly tool?: MigrationTool | undefined
}

/** Advice for head's load that was tried on a copy of head; `head` must have no connections. */
export async function giveAdvice(
  { server, head, material, measured: replayed, comparisons, storage = NOTHING_STORED, tool }: AdviceInput,
  options: TrialOptions,
): Promise<readonly Finding[]> {
  const { catalogs, schema } = material
  const known = toTrialStatements(replayed, catalogs.head)
  const measured = await withInnerPlans(server, head, replayed, known, options)
  const seen = toSubject({ ...catalogs, schema, target: options.target, storage, tool }, measured, comparisons)
  collectGarbage()
  const drafts = advise({ ...seen, ages: await agesOf(head, recentReads(seen)) })
  collectGarbage()
  return tryDrafts(server, head, catalogs.head, drafts, toTrialStatements(measured, catalogs.head), options)
}

async function agesOf(database: Database, questions: readonly AgeQuestion[]): Promise<readonly Age[]> {
  if (questions.length === 0) return []
  await using client = await database.connect('owner')
  return await readAges(
    client,
    questions.map(({ schema, table, column, bounds }) => ({ schema, table, column, bounds })),
  )
}
