import type { Finding } from '../../src/advise/finding.ts'
import { pairStatements } from '../../src/compare/pair.ts'
import { configSchema } from '../../src/config/schema.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { replay } from '../../src/replay/replay.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { adviseConfiguration } from '../../src/tune/advise-configuration.ts'
import type { TrialServer } from '../../src/tune/trial/load-pass.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { memoryTree } from '../support/memory-tree.ts'
import { recordedProgress } from '../support/recorded-progress.ts'
import { toSnapshot } from '../trial/advised.ts'

interface Case {
  readonly schema: string
  readonly load: Readonly<Record<string, string | readonly string[]>>
  readonly calls?: Readonly<Record<string, number>>
  /** Write-ahead log of each statement in the whole load. */
  readonly walBytes?: number
  readonly config?: object
  readonly files?: Readonly<Record<string, string>>
  /** Base's, where the branch changed them. */
  readonly baseFiles?: Readonly<Record<string, string>>
  /** What opening another server throws, in place of opening one. */
  readonly failure?: Error
  /** Whether there is but the one server. */
  readonly isExternal?: boolean
  /** What the log of the load would say. */
  readonly longestIdleMs?: number
  readonly migrations?: Parameters<typeof adviseConfiguration>[0]['migrations']['head']
}

export interface Tuned {
  readonly findings: readonly Finding[]
  /** Settings of each further server that was started. */
  readonly started: readonly Readonly<Record<string, string>>[]
}

const NO_MIGRATIONS = { kind: 'sql', tool: 'sql', migrations: [], transaction: 'each' } as const

/** Replays a load on a real server, and asks for advice on the settings that the files have. */
export async function tuned(server: Server, { schema, load, calls = {}, files = {}, ...given }: Case): Promise<Tuned> {
  await loadParser()
  const config = configSchema.parse(given.config ?? {})
  const base = await built(server, schema)
  const head = await server.createDatabase('head', base)
  const sent = toSnapshot(load, Object.fromEntries(Object.keys(load).map(name => [name, calls[name] ?? 10])), {})
  const snapshot = {
    statements: sent.statements.map(each => ({ ...each, stats: { ...each.stats, walBytes: given.walBytes ?? 0 } })),
  }
  const measured = await replay(server, { base, head }, pairStatements(snapshot, snapshot), {
    timeoutMs: 30_000,
    indexes: { base: new Map(), head: new Map() },
    progress: recordedProgress(),
    signal: new AbortController().signal,
  })
  const started: Readonly<Record<string, string>>[] = []
  async function openTrialServer(settings: Readonly<Record<string, string>>): Promise<TrialServer> {
    started.push(settings)
    if (given.failure !== undefined) throw given.failure
    const other = await startServer({ ...LOCAL_SERVER, settings })
    const database = await build(other, 'base', schema)
    return { server: other, database, [Symbol.asyncDispose]: () => other[Symbol.asyncDispose]() }
  }
  const findings = await adviseConfiguration({
    server,
    databases: { base, head },
    trees: { base: memoryTree(given.baseFiles ?? files), head: memoryTree(files) },
    migrations: { base: NO_MIGRATIONS, head: given.migrations ?? NO_MIGRATIONS },
    measured,
    config,
    openTrialServer: given.isExternal ? undefined : openTrialServer,
    longestIdle: async () => given.longestIdleMs,
  })
  await server.dropDatabase(head)
  return { findings, started }
}

const databases = new WeakMap<Server, Map<string, Promise<Database>>>()

/** A schema's database, made once for each server. */
function built(server: Server, schema: string): Promise<Database> {
  const known = databases.get(server) ?? new Map<string, Promise<Database>>()
  databases.set(server, known)
  const database = known.get(schema) ?? build(server, `base${known.size}`, schema)
  known.set(schema, database)
  return database
}

async function build(server: Server, name: string, schema: string): Promise<Database> {
  const database = await server.createDatabase(name)
  {
    await using client = await database.connect('owner')
    await client.run(schema)
  }
  await freeze(server, database)
  return database
}
