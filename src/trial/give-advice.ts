import { advise } from '../advise/advise.ts'
import type { Finding } from '../advise/finding.ts'
import { toSubject } from '../advise/workload.ts'
import { NOTHING_STORED, type Storage } from '../bloat/storage.ts'
import { readCatalog } from '../capture/catalog/read-catalog.ts'
import type { Catalog } from '../capture/catalog/table.ts'
import type { Profile } from '../capture/schema/profile.ts'
import { readProfile } from '../capture/schema/read-profile.ts'
import { readSchema } from '../capture/schema/read-schema.ts'
import type { Schema } from '../capture/schema/schema.ts'
import type { Comparison, MeasuredStatement } from '../compare/comparison.ts'
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
}

/** Advice for head's load that was tried on a copy of head; `head` must have no connections. */
export async function giveAdvice(
  { server, base, head, measured, comparisons, storage = NOTHING_STORED }: AdviceInput,
  options: TrialOptions,
): Promise<readonly Finding[]> {
  const [before, after] = await Promise.all([readSide(base), readSide(head)])
  const catalogs = { base: before.catalog, head: after.catalog }
  const schema = { base: before.schema, head: after.schema, profile: await profileOf(head, after.schema) }
  const subject = toSubject({ ...catalogs, schema, target: options.target, storage }, measured, comparisons)
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
