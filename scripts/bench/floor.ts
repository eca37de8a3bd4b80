import pg from 'pg'
import { configSchema } from '../../src/config/schema.ts'
import type { WorkloadStatement } from '../../src/load/workload.ts'
import { openServer } from '../../src/postgres/open.ts'
import type { Database } from '../../src/postgres/server.ts'
import type { Progress } from '../../src/progress.ts'

export const SILENT: Progress = { stage: (_, work) => work(), step: () => {}, warn: () => {}, timings: [] }

/** Texts of files. */
export interface FloorInput {
  readonly migrations: readonly string[]
  readonly seed: string
  readonly pending: readonly string[]
  readonly load: { readonly base: readonly WorkloadStatement[]; readonly head: readonly WorkloadStatement[] }
}

/**
 * The least that the method must do: a server, base's migrations, the seed, VACUUM, one template copy, head's new migrations,
 * the load once on each side. By `pg` alone, a file a message, nothing looked at. Seconds by the gate's stage names.
 */
export async function runFloor(input: FloorInput): Promise<ReadonlyMap<string, number>> {
  const { server: _, ...config } = configSchema.parse({}).postgres
  const context = { progress: SILENT, signal: new AbortController().signal, env: process.env }
  const seconds = new Map<string, number>()
  const timed = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now()
    const result = await work()
    seconds.set(stage, (performance.now() - started) / 1000)
    return result
  }
  const server = await timed('start server', () => openServer({ ...config, server: 'embedded' }, context))
  try {
    const base = await server.createDatabase('base')
    await timed('migrate base', () => sendFiles(base, input.migrations))
    await timed('seed base', () => sendFiles(base, [input.seed]))
    await timed('freeze base', async () => {
      await using client = await base.connect('superuser')
      await client.run('vacuum (freeze, analyze)')
    })
    const head = await timed('migrate head', async () => {
      const copy = await server.createDatabase('head', base)
      await sendFiles(copy, input.pending)
      return copy
    })
    await timed('load base', () => sendLoad(base, input.load.base))
    await timed('load head', () => sendLoad(head, input.load.head))
  } finally {
    await timed('stop', async () => server[Symbol.asyncDispose]())
  }
  return seconds
}

async function sendFiles(database: Database, texts: readonly string[]): Promise<void> {
  await withClient(database, async client => {
    for (const text of texts) await client.query(text)
  })
}

/** What fails on one side is a result of the gate and no concern of the floor. */
async function sendLoad(database: Database, statements: readonly WorkloadStatement[]): Promise<void> {
  await withClient(database, async client => {
    for (const { sql, calls } of statements) {
      for (let call = 0; call < calls; call++) await client.query(sql).catch(() => undefined)
    }
  })
}

async function withClient(database: Database, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(database.url)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
