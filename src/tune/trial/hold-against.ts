import type { MeasuredStatement } from '../../compare/comparison.ts'
import type { Database, Server } from '../../postgres/server.ts'
import { type Effective, numberOf } from '../effective.ts'
import { formatBytes } from '../format.ts'
import { formatValue, type Parameters } from '../parameter.ts'
import type { Proposal } from '../proposal.ts'
import { interleave, type TrialServer, toBaseLoad } from './load-pass.ts'

export type OpenTrialServer = (settings: Readonly<Record<string, string>>) => Promise<TrialServer>

export interface ServerTrial {
  readonly server: Server
  readonly base: Database
  readonly measured: readonly MeasuredStatement[]
  readonly effective: Effective
  readonly parameters: Parameters
  readonly timeoutMs: number
  readonly open: OpenTrialServer
}

/** What figures of a trial rest on besides the counts of its passes. */
interface Known {
  readonly walBytes: number
  readonly databaseBytes: number
  readonly effective: Effective
  readonly parameters: Parameters
}

/** What came of holding proposals against the values that they start from. */
export interface Held {
  readonly tried: readonly Proposal[]
  /** Why the load cannot tell the others from those, as the end of a sentence. */
  readonly why: ReadonlyMap<Proposal, string>
  readonly known: Known
  /** Undefined where nothing was tried. */
  readonly counts: Awaited<ReturnType<typeof interleave>> | undefined
}

const MIN_RATIO = 1.2
/** Less of it than this is noise, or too little to change a server's settings for. */
export const LEAST = { blocks: 100, walBytes: 2 ** 20, buffersFull: 100 }
const BLOCK = 8192
/** What a trial's server may take of this machine; a cache larger than the database changes nothing. */
const MAX_SHARED_BUFFERS = 2 ** 30
/** Building more than this twice again takes longer than the rest of a run. */
const MAX_DATABASE_BYTES = 2 * 2 ** 30

/**
 * Starts two servers with base's data, one as it is configured and one as proposed, and sends both the load in turn. Nothing is
 * started where the load cannot tell the two apart: a database that fits into the cache that is there, no writes.
 */
export async function holdAgainst(trial: ServerTrial, all: readonly Proposal[]): Promise<Held> {
  const { server, base, measured, effective, parameters } = trial
  const databaseBytes = await sizeOf(server, base)
  const load = toBaseLoad(measured)
  const walBytes = measured.reduce((sum, { pair }) => sum + (pair.base?.stats.walBytes ?? 0), 0)
  const known = { walBytes, databaseBytes, effective, parameters }
  const why = new Map(
    all.flatMap(proposal => {
      const reason = whyNot(proposal, known, load)
      return reason === undefined ? [] : [[proposal, reason] as const]
    }),
  )
  const proposals = all.filter(proposal => !why.has(proposal))
  if (proposals.length === 0) return { tried: [], why, known, counts: undefined }
  const flags = (which: 'from' | 'value') =>
    Object.fromEntries([
      ['full_page_writes', 'on'],
      ...proposals.map(proposal => [proposal.name, flagValue(proposal, which, parameters, databaseBytes)] as const),
    ])
  await using servers = new AsyncDisposableStack()
  const [before, after] = await openBoth(servers, [() => trial.open(flags('from')), () => trial.open(flags('value'))])
  return { tried: proposals, why, known, counts: await interleave({ before, after }, load, trial.timeoutMs) }
}

/** Why the load cannot tell a proposal from what it starts from, as the end of a sentence. */
function whyNot(
  { name, from, value }: Proposal,
  { databaseBytes, walBytes, effective, parameters }: Known,
  load: ReturnType<typeof toBaseLoad>,
): string | undefined {
  const least = Math.min(Number(from), Number(value))
  if (load.length === 0) return 'no statement of the load could be replayed'
  if (databaseBytes > MAX_DATABASE_BYTES)
    return `two more of a database of ${formatBytes(databaseBytes)} would take too long to build`
  if (name === 'shared_buffers')
    return least < databaseBytes ? undefined : `the database of ${formatBytes(databaseBytes)} fits into it either way`
  if (name === 'max_wal_size')
    return walBytes > checkpointDistance(least, effective, parameters)
      ? undefined
      : 'the load writes too little to force a checkpoint either way'
  return load.some(({ isWrite }) => isWrite) ? undefined : 'the load writes nothing'
}

/** At the same time: building the data takes one processor each. What was opened is closed, also where the other one fails. */
async function openBoth(
  servers: AsyncDisposableStack,
  opens: readonly [() => Promise<TrialServer>, () => Promise<TrialServer>],
): Promise<readonly [TrialServer, TrialServer]> {
  const settled = await Promise.allSettled(opens.map(open => open()))
  const opened = settled.flatMap(each => (each.status === 'fulfilled' ? [servers.use(each.value)] : []))
  const failed = settled.find(each => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return [opened[0]!, opened[1]!]
}

function flagValue(
  { name, from, value }: Proposal,
  which: 'from' | 'value',
  parameters: Parameters,
  databaseBytes: number,
): string {
  const wanted = (which === 'from' ? from : value) ?? ''
  const room = 2 ** Math.ceil(Math.log2(2 * databaseBytes))
  const isCache = name === 'shared_buffers' && typeof wanted === 'number'
  return formatValue(
    parameters.get(name)!,
    isCache ? Math.min(wanted, Math.max(room, BLOCK * 16), MAX_SHARED_BUFFERS) : wanted,
  )
}

/** Bytes of log after which a checkpoint is forced (PostgreSQL's CalculateCheckpointSegments). */
function checkpointDistance(maxWalSize: number, effective: Effective, parameters: Parameters): number {
  return maxWalSize / (1 + (numberOf(effective, parameters, 'checkpoint_completion_target') ?? 0.9))
}

export const checkpointsForced = (size: unknown, { walBytes, effective, parameters }: Known) =>
  Math.floor(walBytes / checkpointDistance(Number(size), effective, parameters))

/** Whether it is less by more than noise. */
export const isLess = (before: number, after: number, least: number) =>
  before >= MIN_RATIO * after && before - after >= least

async function sizeOf(server: Server, database: Database): Promise<number> {
  const [row] = await server.admin.rows<{ size: number }>('select pg_database_size($1::oid)::float8 as size', [
    database.oid,
  ])
  return row?.size ?? 0
}
