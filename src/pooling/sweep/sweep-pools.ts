import { availableParallelism } from 'node:os'
import type { MeasuredStatement } from '../../compare/comparison.ts'
import type { Target } from '../../config/schema.ts'
import { UserError } from '../../errors.ts'
import { type Client, connectClient, SqlError } from '../../postgres/client.ts'
import type { Database, Server, ServerLog } from '../../postgres/server.ts'
import { formatVersion } from '../format-version.ts'
import type { SessionFigures } from '../sessions.ts'
import { predictKnee, usefulConnections } from '../sizing.ts'
import { findPgbouncer, startPgbouncer } from '../trial/pgbouncer.ts'
import { holdOfOne } from './hold-of-one.ts'
import type { SweepLoad } from './run-clients.ts'
import { kneeOf, type PoolSweep, type SizeRun, sizesFor, toPoint } from './sweep.ts'
import { sweepSizes } from './sweep-sizes.ts'
import { toSweepLoad } from './to-load.ts'

export interface PoolSweepInput {
  readonly server: Server
  /** Which must have no connections: the load runs on a copy. */
  readonly head: Database
  readonly measured: readonly MeasuredStatement[]
  /** Of the load, where its log was read. */
  readonly sessions: SessionFigures | undefined
  readonly target: Target
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}

export type SweepOutcome =
  | { readonly kind: 'swept'; readonly sweep: PoolSweep }
  | { readonly kind: 'skipped'; readonly why: string }

const ROUNDS = 3
const RUN_MS = { least: 400, most: 4000 }
/** Transactions of a connection that a run should see. */
const SEEN = 20
/** A statement that takes longer than a run is a failure of its transaction. */
const STATEMENT_TIMEOUT_MS = 10_000
/** Sessions of ours and of the server's own besides the clients. */
const OTHER_SESSIONS = 20
const CONNECT_TIMEOUT_MS = 10_000

/**
 * Sends head's reads through 1, 2, 4, 8… connections to a copy of its database, and through PgBouncer with as many connections as
 * the knee where the machine has it. Nothing of it decides anything: times are never the same twice.
 */
export async function sweepPools(input: PoolSweepInput): Promise<SweepOutcome> {
  const { server, head, measured, sessions } = input
  if (server.kind === 'external') return skipped('an external server is not loaded with many clients')
  if (server.log === undefined) return skipped('the server has no log to measure a transaction by')
  const load = toSweepLoad(measured, sessions)
  if (load === undefined) return skipped('none of the load’s reads could be sent')
  const database = await server.createDatabase('swept', head)
  try {
    return await sweep(input, server.log, database, load)
  } catch (error) {
    // Messages of the server may quote data.
    if (error instanceof SqlError) return skipped(`the server said no (SQLSTATE ${error.code})`)
    if (error instanceof UserError) return skipped(error.message)
    throw error
  } finally {
    await server.dropDatabase(database)
  }
}

const skipped = (why: string): SweepOutcome => ({ kind: 'skipped', why })

async function sweep(
  { server, target, env, signal }: PoolSweepInput,
  log: ServerLog,
  database: Database,
  load: SweepLoad,
): Promise<SweepOutcome> {
  const processors = availableParallelism()
  const connect = () => database.connect('owner', { statement_timeout: String(STATEMENT_TIMEOUT_MS) })
  const hold = await holdOfOne(server, log, database, load, { ms: RUN_MS.least, signal })
  if (hold.heldMs === 0) return skipped('no transaction of the load came to its end')
  const predicted = predictKnee(processors, hold)
  const ms = Math.min(RUN_MS.most, Math.max(RUN_MS.least, SEEN * hold.heldMs))
  const options = { ms, rounds: ROUNDS, mostRuns: ROUNDS, signal }
  const sizes = sizesFor(predicted, (await maxConnections(server)) - OTHER_SESSIONS)
  const bySize = await sweepSizes(server, connect, load, { ...options, sizes })
  const points = bySize.map((runs, at) => toPoint(sizes[at]!, runs))
  const knee = kneeOf(points)
  const pooled = await throughPgbouncer(server, database, load, { ...options, env, clients: sizes.at(-1)!, knee })
  const runs = [...bySize.flat(), ...(pooled?.runs ?? [])]
  return {
    kind: 'swept',
    sweep: {
      processors,
      hold,
      points,
      knee,
      predicted,
      pooler: pooled?.pooler,
      target:
        target.cpus === undefined ? undefined : { cpus: target.cpus, useful: usefulConnections(target.cpus, hold) },
      failed: runs.reduce((sum, { failed }) => sum + failed, 0),
      others: othersOf(runs),
    },
  }
}

/** As many clients as the sweep had at most, all of them served by as many connections as the knee has. */
async function throughPgbouncer(
  server: Server,
  database: Database,
  load: SweepLoad,
  {
    env,
    clients,
    knee,
    ...options
  }: {
    readonly env: NodeJS.ProcessEnv
    readonly clients: number
    readonly knee: number
    readonly ms: number
    readonly rounds: number
    readonly mostRuns: number
    readonly signal: AbortSignal
  },
): Promise<{ readonly pooler: NonNullable<PoolSweep['pooler']>; readonly runs: readonly SizeRun[] } | undefined> {
  const program = await findPgbouncer(env)
  if (program === undefined) return undefined
  const settings = {
    pool_mode: 'transaction',
    default_pool_size: knee,
    max_client_conn: clients + 1,
    query_timeout: STATEMENT_TIMEOUT_MS / 1000,
  }
  await using pooler = await startPgbouncer(program, database, settings, env)
  const connect = (): Promise<Client> => connectClient({ url: pooler.url, timeoutMs: CONNECT_TIMEOUT_MS })
  const [runs = []] = await sweepSizes(server, connect, load, { ...options, sizes: [clients] })
  return { pooler: { version: formatVersion(program.version), clients, point: toPoint(knee, runs) }, runs }
}

async function maxConnections(server: Server): Promise<number> {
  const [row] = await server.admin.rows<{ most: number }>(`select current_setting('max_connections')::int4 as most`)
  return row?.most ?? 0
}

function othersOf(runs: readonly SizeRun[]): number | undefined {
  const shares = runs.flatMap(({ others }) => (others === undefined ? [] : [others]))
  return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length
}
