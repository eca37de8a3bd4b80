import { advise } from '../advise/advise.ts'
import type { Finding } from '../advise/finding.ts'
import { recentReads } from '../advise/recent-reads.ts'
import { toSubject } from '../advise/workload.ts'
import { NOTHING_STORED, type Storage } from '../bloat/storage.ts'
import { readCatalog } from '../capture/catalog/read-catalog.ts'
import type { Catalog } from '../capture/catalog/table.ts'
import type { Profile } from '../capture/schema/profile.ts'
import { type Age, type AgeQuestion, readAges } from '../capture/schema/read-ages.ts'
import { readProfile } from '../capture/schema/read-profile.ts'
import { readSchema } from '../capture/schema/read-schema.ts'
import type { Schema } from '../capture/schema/schema.ts'
import type { Comparison, MeasuredStatement } from '../compare/comparison.ts'
import type { MigrationTool } from '../config/schema.ts'
import type { Database, Server } from '../postgres/server.ts'
import type { TrialOptions } from './options.ts'
import { toTrialStatements } from './statement.ts'
import { tryDrafts } from './try-drafts.ts'

export interface AdviceInput {
  readonly server: Server
  readonly base: Database
  readonly head: Database
  readonly measured: readonly MeasuredStatement[]
  readonly comparisons: readonly Comparison[]
  readonly storage?: Storage | undefined
  /** The tool of the migrations. */
  readonly tool?: MigrationTool | undefined
}

/** Advice for head's load that was tried on a copy of head; `head` must have no connections. */
export async function giveAdvice(
  { server, base, head, measured, comparisons, storage = NOTHING_STORED, tool }: AdviceInput,
  options: TrialOptions,
): Promise<readonly Finding[]> {
  const [before, after] = await Promise.all([readSide(base), readSide(head)])
  const catalogs = { base: before.catalog, head: after.catalog }
  const schema = { base: before.schema, head: after.schema, profile: await profileOf(head, after.schema) }
  const seen = toSubject({ ...catalogs, schema, target: options.target, storage, tool }, measured, comparisons)
  const subject = { ...seen, ages: await agesOf(head, recentReads(seen)) }
  return tryDrafts(server, head, catalogs.head, advise(subject), toTrialStatements(measured, catalogs.head), options)
}

async function readSide(database: Database): Promise<{ readonly catalog: Catalog; readonly schema: Schema }> {
  await using client = await database.connect('owner')
  return { catalog: await readCatalog(client), schema: await readSchema(client) }
}

async function profileOf(database: Database, schema: Schema): Promise<Profile> {
  await using client = await database.connect('owner')
  return await readProfile(client, schema)
}

async function agesOf(database: Database, questions: readonly AgeQuestion[]): Promise<readonly Age[]> {
  if (questions.length === 0) return []
  await using client = await database.connect('owner')
  return await readAges(
    client,
    questions.map(({ schema, table, column, bounds }) => ({ schema, table, column, bounds })),
  )
}
