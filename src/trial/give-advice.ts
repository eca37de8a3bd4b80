import { advise } from '../advise/advise.ts'
import type { Finding } from '../advise/finding.ts'
import { toSubject } from '../advise/workload.ts'
import { readCatalog } from '../capture/catalog/read-catalog.ts'
import type { Catalog } from '../capture/catalog/table.ts'
import type { Comparison, MeasuredStatement } from '../compare/comparison.ts'
import type { Database, Server } from '../postgres/server.ts'
import { toTrialStatements } from './statement.ts'
import { type TrialOptions, tryDrafts } from './try-drafts.ts'

export interface AdviceInput {
  readonly server: Server
  readonly base: Database
  readonly head: Database
  readonly measured: readonly MeasuredStatement[]
  readonly comparisons: readonly Comparison[]
}

/** Advice for head's load that was tried on a copy of head; `head` must have no connections. */
export async function giveAdvice(
  { server, base, head, measured, comparisons }: AdviceInput,
  options: TrialOptions,
): Promise<readonly Finding[]> {
  const catalogs = { base: await catalogOf(base), head: await catalogOf(head) }
  const subject = toSubject(catalogs, measured, comparisons)
  return tryDrafts(server, head, catalogs.head, advise(subject), toTrialStatements(measured), options)
}

async function catalogOf(database: Database): Promise<Catalog> {
  await using client = await database.connect('owner')
  return await readCatalog(client)
}
