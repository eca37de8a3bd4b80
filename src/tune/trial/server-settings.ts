import type { MeasuredStatement } from '../../compare/comparison.ts'
import type { Database, Server } from '../../postgres/server.ts'
import { type Effective, numberOf } from '../effective.ts'
import { formatBytes, formatNumber } from '../format.ts'
import { formatValue, type Parameters } from '../parameter.ts'
import type { Proposal } from '../proposal.ts'
import { interleave, type PassCounts, type TrialServer, toBaseLoad } from './load-pass.ts'

export type OpenTrialServer = (settings: Readonly<Record<string, string>>) => Promise<TrialServer>

/** A proposal that moved what it is for: `evidence` says from what to what. */
export interface Moved {
  readonly proposal: Proposal
  readonly evidence: readonly string[]
}

/** Less of it than this is noise, or too little to change a server's settings for. */
const MIN_RATIO = 1.2
const MIN_BLOCKS = 100
const MIN_WAL_BYTES = 2 ** 20
const MIN_BUFFERS_FULL = 100
const BLOCK = 8192
/** What a trial's server may take of this machine; a cache larger than the database changes nothing. */
const MAX_SHARED_BUFFERS = 2 ** 30
/** Building more than this twice again takes longer than the rest of a run. */
const MAX_DATABASE_BYTES = 2 * 2 ** 30

/**
 * Starts two servers with base's data, one as it is configured and one as proposed, and sends both the load in turn. Nothing is
 * started where the load cannot tell the two apart: a database that fits into the cache that is there, no writes.
 */
export async function tryServerSettings(input: {
  readonly server: Server
  readonly base: Database
  readonly measured: readonly MeasuredStatement[]
  readonly proposals: readonly Proposal[]
  readonly effective: Effective
  readonly parameters: Parameters
  readonly timeoutMs: number
  readonly open: OpenTrialServer
}): Promise<readonly Moved[]> {
  const { server, base, measured, effective, parameters } = input
  const databaseBytes = await sizeOf(server, base)
  if (databaseBytes > MAX_DATABASE_BYTES) return []
  const load = toBaseLoad(measured)
  const walBytes = measured.reduce((sum, { pair }) => sum + (pair.base?.stats.walBytes ?? 0), 0)
  const mayMove = (proposal: Proposal) => {
    if (proposal.name === 'shared_buffers') return Number(proposal.from) < databaseBytes
    if (proposal.name === 'max_wal_size')
      return walBytes > checkpointDistance(Number(proposal.from), effective, parameters)
    return load.some(({ isWrite }) => isWrite)
  }
  const proposals = input.proposals.filter(mayMove)
  if (proposals.length === 0 || load.length === 0) return []
  const flags = (which: 'from' | 'value') =>
    Object.fromEntries([
      ['full_page_writes', 'on'],
      ...proposals.map(proposal => [proposal.name, flagValue(proposal, which, parameters, databaseBytes)] as const),
    ])
  await using servers = new AsyncDisposableStack()
  const [before, after] = await openBoth(servers, [() => input.open(flags('from')), () => input.open(flags('value'))])
  const counts = await interleave({ before, after }, load, input.timeoutMs)
  return proposals.flatMap(proposal => {
    const evidence = whatMoved(proposal, counts, { walBytes, databaseBytes, effective, parameters })
    return evidence === undefined ? [] : [{ proposal, evidence }]
  })
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

interface Known {
  readonly walBytes: number
  readonly databaseBytes: number
  readonly effective: Effective
  readonly parameters: Parameters
}

function whatMoved(
  proposal: Proposal,
  counts: Awaited<ReturnType<typeof interleave>>,
  known: Known,
): readonly string[] | undefined {
  const { before, after } = counts
  switch (proposal.name) {
    case 'shared_buffers':
      return isLess(before.readBlocks, after.readBlocks, MIN_BLOCKS)
        ? [
            `Blocks read from outside shared_buffers in one pass of the load over ${formatBytes(known.databaseBytes)} of data: ${formatNumber(before.readBlocks)} → ${formatNumber(after.readBlocks)}.`,
            `Found in it: ${hitRatio(before)} → ${hitRatio(after)}.`,
          ]
        : undefined
    case 'wal_buffers':
      return isLess(before.walBuffersFull, after.walBuffersFull, MIN_BUFFERS_FULL)
        ? [
            `Times that a session had to write the log out itself in one pass of the load, as wal_buffers was full: ${formatNumber(before.walBuffersFull)} → ${formatNumber(after.walBuffersFull)}.`,
          ]
        : undefined
    case 'max_wal_size':
      return checkpointsSaved(proposal, counts, known)
    default:
      return isLess(before.walBytes, after.walBytes, MIN_WAL_BYTES)
        ? [
            `Write-ahead log of one pass of the load after a checkpoint: ${formatBytes(before.walBytes)} → ${formatBytes(after.walBytes)}.`,
          ]
        : undefined
  }
}

/** After each checkpoint the first change of a page writes the whole page to the log: what a checkpoint less saves. */
function checkpointsSaved(
  proposal: Proposal,
  { before, onward }: { readonly before: PassCounts; readonly onward: PassCounts },
  { walBytes, effective, parameters }: Known,
): readonly string[] | undefined {
  const forced = (size: unknown) => Math.floor(walBytes / checkpointDistance(Number(size), effective, parameters))
  const [from, to] = [forced(proposal.from), forced(proposal.value)]
  if (from <= to || !isLess(before.walBytes, onward.walBytes, MIN_WAL_BYTES)) return undefined
  return [
    `Checkpoints forced by one load’s ${formatBytes(walBytes)} of write-ahead log: ${from} → ${to}.`,
    `Each makes the log hold whole pages again: one pass of the load writes ${formatBytes(before.walBytes)} after a checkpoint and ${formatBytes(onward.walBytes)} without.`,
  ]
}

const isLess = (before: number, after: number, least: number) => before >= MIN_RATIO * after && before - after >= least

function hitRatio({ readBlocks, hitBlocks }: PassCounts): string {
  return `${((100 * hitBlocks) / Math.max(1, readBlocks + hitBlocks)).toFixed(1)} %`
}

async function sizeOf(server: Server, database: Database): Promise<number> {
  const [row] = await server.admin.rows<{ size: number }>('select pg_database_size($1::oid)::float8 as size', [
    database.oid,
  ])
  return row?.size ?? 0
}
