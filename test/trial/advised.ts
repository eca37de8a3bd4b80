import type { Finding } from '../../src/advise/finding.ts'
import { readIndexes } from '../../src/capture/catalog.ts'
import type { Snapshot, Statement } from '../../src/capture/snapshot.ts'
import { compareStatements } from '../../src/compare/compare.ts'
import type { Comparison, MeasuredStatement } from '../../src/compare/comparison.ts'
import { pairStatements } from '../../src/compare/pair.ts'
import { configSchema } from '../../src/config/schema.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { markDatabase, settle } from '../../src/postgres/settle.ts'
import { replay } from '../../src/replay/replay.ts'
import { classify, loadParser, normalise, statementKey } from '../../src/sql/fingerprint.ts'
import { giveAdvice } from '../../src/trial/give-advice.ts'
import { recordedProgress } from '../support/recorded-progress.ts'

const config = configSchema.parse({})

/** A statement by name: the SQL of each way in which the load sends it. */
type Load = Readonly<Record<string, string | readonly string[]>>

export interface Case {
  /** Schema and data of base, frozen. */
  readonly base: string
  /** What the branch does to it. */
  readonly head?: string
  readonly load: Load
  readonly calls?: number
}

export interface Advised {
  readonly findings: readonly Finding[]
  readonly comparisons: readonly Comparison[]
  readonly measured: readonly MeasuredStatement[]
}

/** Builds both sides, replays the load on them, and gives advice: all on a real server. */
export async function advised(
  server: Server,
  { base: schema, head: migration, load, calls = 10 }: Case,
): Promise<Advised> {
  await loadParser()
  const base = await server.createDatabase('base')
  await run(base, schema)
  await freeze(server, base)
  const head = await server.createDatabase('head', base)
  const mark = await markDatabase(head)
  if (migration !== undefined) await run(head, migration)
  await settle(server, base, head, mark)
  const progress = recordedProgress()
  const { signal } = new AbortController()
  const snapshot = toSnapshot(load, calls)
  const indexes = { base: await indexesOf(base), head: await indexesOf(head) }
  const pairs = pairStatements(snapshot, snapshot)
  const measured = await replay(server, { base, head }, pairs, { timeoutMs: 30_000, indexes, progress, signal })
  const comparisons = compareStatements(measured, config.gate, indexes)
  const findings = await giveAdvice(
    { server, base, head, measured, comparisons },
    { limits: config.gate.worse, statementTimeoutMs: 30_000, adviceCandidates: 20, progress, signal },
  )
  await server.dropDatabase(head)
  await server.dropDatabase(base)
  return { findings, comparisons, measured }
}

function toSnapshot(load: Load, calls: number): Snapshot {
  const statements = Object.entries(load).map(([name, sent]): Statement => {
    const texts = [sent].flat()
    const [sql = ''] = texts
    return {
      name,
      isNamed: true,
      key: statementKey(sql),
      text: normalise(sql),
      source: undefined,
      isWrite: classify(sql).kind === 'write',
      stats: {
        calls,
        totalExecTime: calls,
        meanExecTime: 1,
        minExecTime: 1,
        maxExecTime: 1,
        stddevExecTime: 0,
        rows: calls,
        sharedBlksHit: 0,
        sharedBlksRead: 0,
        tempBlksRead: 0,
        tempBlksWritten: 0,
        walBytes: 0,
      },
      valueSets: texts.map(text => ({ why: 'only', sql: text, values: [], session: {} })),
      unmeasured: undefined,
    }
  })
  return { statements }
}

async function run(database: Database, sql: string): Promise<void> {
  await using client = await database.connect('owner')
  await client.run(sql)
}

async function indexesOf(database: Database): Promise<ReadonlyMap<string, string>> {
  await using client = await database.connect('owner')
  return await readIndexes(client)
}
