import type { Finding } from '../../src/advise/finding.ts'
import { leftoversOf, readFiles } from '../../src/bloat/leftovers.ts'
import { readWrites } from '../../src/bloat/read-writes.ts'
import type { Storage } from '../../src/bloat/storage.ts'
import { readIndexes } from '../../src/capture/catalog.ts'
import type { Snapshot, Statement } from '../../src/capture/snapshot.ts'
import { compareStatements } from '../../src/compare/compare.ts'
import type { Comparison, MeasuredStatement } from '../../src/compare/comparison.ts'
import { pairStatements } from '../../src/compare/pair.ts'
import { type AdviceBudget, configSchema, type MigrationTool, type Target } from '../../src/config/schema.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { markDatabase, settle } from '../../src/postgres/settle.ts'
import { replay } from '../../src/replay/replay.ts'
import { classify, loadParser, normalise, statementKey } from '../../src/sql/fingerprint.ts'
import { giveAdvice } from '../../src/trial/give-advice.ts'
import { readAdviceMaterial } from '../../src/trial/material.ts'
import { recordedProgress } from '../support/recorded-progress.ts'

const config = configSchema.parse({})

/** A statement by name: the SQL of each way in which the load sends it. */
type Load = Readonly<Record<string, string | readonly string[]>>

export interface Case {
  /** Schema and data of base, frozen. */
  readonly base: string
  /** What the branch does to it. */
  readonly head?: string
  /** What is done to head with rights that no branch has. */
  readonly asSuperuser?: string
  readonly load: Load
  /** Settings that the load makes in its sessions. */
  readonly session?: Readonly<Record<string, string>>
  /** Indexes to try besides those for what the branch made worse. */
  readonly candidates?: number
  /** Of what may be advised. */
  readonly budget?: Partial<AdviceBudget>
  /** How often each statement is sent, or those that are named. */
  readonly calls?: number | Readonly<Record<string, number>>
  /** What production runs on. */
  readonly target?: Partial<Target>
  readonly production?: Storage['production']
  readonly tool?: MigrationTool
  /** Whether the load is really sent to copies of both sides, for what it leaves in their files. */
  readonly isSent?: boolean
}

export interface Advised {
  readonly findings: readonly Finding[]
  readonly comparisons: readonly Comparison[]
  readonly measured: readonly MeasuredStatement[]
  /** How long the advice took, without the replay before it. */
  readonly adviceMs: number
}

/** Builds both sides, replays the load on them, and gives advice: all on a real server. */
export async function advised(
  server: Server,
  {
    base: schema,
    head: migration,
    asSuperuser,
    load,
    calls = 10,
    session = {},
    candidates = 20,
    budget = {},
    target = {},
    production = [],
    isSent = false,
    tool,
  }: Case,
): Promise<Advised> {
  await loadParser()
  await using databases = new AsyncDisposableStack()
  const open = async (name: string, template?: Database) => {
    const database = await server.createDatabase(name, template)
    databases.defer(() => server.dropDatabase(database))
    return database
  }
  const base = await open('base')
  await run(base, schema)
  await freeze(server, base)
  const head = await open('head', base)
  const mark = await markDatabase(head)
  if (migration !== undefined) await run(head, migration)
  if (asSuperuser !== undefined) await run(head, asSuperuser, 'superuser')
  const files = await readFiles(head)
  const rewriteMs = new Map<number, number>()
  await settle(server, base, head, mark, (oid, durationMs) => rewriteMs.set(oid, durationMs))
  const storage: Storage = {
    production,
    left: leftoversOf(files, await readFiles(head), rewriteMs),
    writes: isSent
      ? { base: await send(server, base, load, calls), head: await send(server, head, load, calls) }
      : { base: [], head: [] },
  }
  const progress = recordedProgress()
  const { signal } = new AbortController()
  const snapshot = toSnapshot(load, calls, session)
  const indexes = { base: await indexesOf(base), head: await indexesOf(head) }
  const pairs = pairStatements(snapshot, snapshot)
  const measured = await replay(server, { base, head }, pairs, { timeoutMs: 30_000, indexes, progress, signal })
  const comparisons = compareStatements(measured, config.gate, indexes)
  const started = performance.now()
  const findings = await giveAdvice(
    { server, head, material: await readAdviceMaterial(base, head), measured, comparisons, storage, tool },
    {
      limits: config.gate.worse,
      statementTimeoutMs: 30_000,
      budget: { ...config.advice, candidates, ...budget },
      target: { ...config.target, ...target },
      progress,
      signal,
    },
  )
  return { findings, comparisons, measured, adviceMs: performance.now() - started }
}

/** What the load leaves in the files of a copy. */
async function send(
  server: Server,
  frozen: Database,
  load: Load,
  callsOf: NonNullable<Case['calls']>,
): Promise<Storage['writes']['base']> {
  const copy = await server.createDatabase('load', frozen)
  {
    await using client = await copy.connect('owner')
    for (const [name, sent] of Object.entries(load)) {
      const calls = typeof callsOf === 'number' ? callsOf : (callsOf[name] ?? 1)
      for (let call = 0; call < calls; call++) for (const sql of [sent].flat()) await client.run(sql)
    }
  }
  const writes = await readWrites(server, frozen, copy)
  await server.dropDatabase(copy)
  return writes
}

export function toSnapshot(
  load: Load,
  callsOf: NonNullable<Case['calls']>,
  session: NonNullable<Case['session']>,
): Snapshot {
  const statements = Object.entries(load).map(([name, sent]): Statement => {
    const calls = typeof callsOf === 'number' ? callsOf : (callsOf[name] ?? 1)
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
      valueSets: texts.map(text => ({ why: 'only', sql: text, values: [], session })),
      unmeasured: undefined,
    }
  })
  return { statements }
}

async function run(database: Database, sql: string, as: 'owner' | 'superuser' = 'owner'): Promise<void> {
  await using client = await database.connect(as)
  await client.run(sql)
}

async function indexesOf(database: Database): Promise<ReadonlyMap<string, string>> {
  await using client = await database.connect('owner')
  return await readIndexes(client)
}
