import { capture } from '../../src/capture/capture.ts'
import { readIndexes } from '../../src/capture/catalog.ts'
import type { Snapshot } from '../../src/capture/snapshot.ts'
import { compareStatements } from '../../src/compare/compare.ts'
import type { Comparison, MeasuredStatement } from '../../src/compare/comparison.ts'
import { pairStatements } from '../../src/compare/pair.ts'
import { configSchema } from '../../src/config/schema.ts'
import { runWorkload } from '../../src/load/run-workload.ts'
import { parseWorkload } from '../../src/load/workload.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { captureLog } from '../../src/postgres/settings.ts'
import { markDatabase, settle } from '../../src/postgres/settle.ts'
import { resetStatements } from '../../src/postgres/statement-counts.ts'
import { replay } from '../../src/replay/replay.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { recordedProgress } from '../support/recorded-progress.ts'

const { gate } = configSchema.parse({})
const { signal } = new AbortController()

/** A workload file’s text, or what a command would do with a database of its own. */
type Load = string | ((database: Database) => Promise<void>)

export interface Case {
  readonly base?: string
  readonly head?: string
  readonly load: Load
  /** Where the branch’s load is another. */
  readonly headLoad?: Load
  readonly timeoutMs?: number
  readonly session?: Readonly<Record<string, string>>
}

export interface Replayed {
  readonly snapshots: { readonly base: Snapshot; readonly head: Snapshot }
  readonly measured: readonly MeasuredStatement[]
  readonly comparisons: readonly Comparison[]
  readonly databases: { readonly base: Database; readonly head: Database }
}

/** From a schema, what the branch does to it, and a load to comparisons, on a real server. `look` sees the databases after the replay. */
export async function replayed(
  server: Server,
  { base: schema = '', head: migration, load, headLoad = load, timeoutMs = 30_000, session = {} }: Case,
  look: (databases: Replayed['databases']) => Promise<void> = async () => undefined,
): Promise<Replayed> {
  await loadParser()
  await using resources = new AsyncDisposableStack()
  const open = async (name: string, template?: Database) => {
    const database = await server.createDatabase(name, template)
    resources.defer(() => server.dropDatabase(database))
    return database
  }
  const base = await open('base')
  await run(base, schema)
  await freeze(server, base)
  const head = await open('head', base)
  const mark = await markDatabase(head)
  if (migration !== undefined) await run(head, migration)
  await settle(server, base, head, mark)
  const progress = recordedProgress()
  const send = async (frozen: Database, what: Load): Promise<Snapshot> => {
    const database = await server.createDatabase('load', frozen)
    await captureLog(server, database, true)
    await resetStatements(server, database)
    const logFrom = (await server.log?.position()) ?? 0
    const statements = typeof what === 'string' ? await parseWorkload(what, 'workload.sql') : []
    const sent = await runWorkload(database, statements, { session, statementTimeoutMs: timeoutMs, progress, signal })
    if (typeof what !== 'string') await what(database)
    const snapshot = await capture(server, database, {
      sent,
      failedTexts: new Set<string>(),
      places: new Map(),
      logFrom,
      session,
      valueSets: 4,
      progress,
    })
    await server.dropDatabase(database)
    return snapshot
  }
  const snapshots = { base: await send(base, load), head: await send(head, headLoad) }
  const indexes = { base: await indexesOf(base), head: await indexesOf(head) }
  const pairs = pairStatements(snapshots.base, snapshots.head)
  const measured = await replay(server, { base, head }, pairs, { timeoutMs, indexes, progress, signal })
  await look({ base, head })
  return { snapshots, measured, comparisons: compareStatements(measured, gate, indexes), databases: { base, head } }
}

async function run(database: Database, sql: string): Promise<void> {
  await using client = await database.connect('owner')
  await client.run(sql)
}

async function indexesOf(database: Database): Promise<ReadonlyMap<string, string>> {
  await using client = await database.connect('owner')
  return await readIndexes(client)
}
