import { formatBytes, formatNumber } from '../format.ts'
import type { Proposal } from '../proposal.ts'
import { checkpointsForced, type Held, holdAgainst, isLess, LEAST, type ServerTrial } from './hold-against.ts'
import type { PassCounts } from './load-pass.ts'

/** A proposal that moved what it is for: `evidence` says from what to what. */
export interface Moved {
  readonly proposal: Proposal
  readonly evidence: readonly string[]
}

/** Proposals that did what they are for: less of what their figure counts. */
export async function tryServerSettings(trial: ServerTrial, proposals: readonly Proposal[]): Promise<readonly Moved[]> {
  const outcome = await holdAgainst(trial, proposals)
  return outcome.tried.flatMap(proposal => {
    const evidence = whatMoved(proposal, outcome)
    return evidence === undefined ? [] : [{ proposal, evidence }]
  })
}

function whatMoved(proposal: Proposal, { counts, known }: Held): readonly string[] | undefined {
  if (counts === undefined) return undefined
  const { before, after } = counts
  switch (proposal.name) {
    case 'shared_buffers':
      return isLess(before.readBlocks, after.readBlocks, LEAST.blocks)
        ? [
            `Blocks read from outside shared_buffers in one pass of the load over ${formatBytes(known.databaseBytes)} of data: ${formatNumber(before.readBlocks)} → ${formatNumber(after.readBlocks)}.`,
            `Found in it: ${hitRatio(before)} → ${hitRatio(after)}.`,
          ]
        : undefined
    case 'wal_buffers':
      return isLess(before.walBuffersFull, after.walBuffersFull, LEAST.buffersFull)
        ? [
            `Times that a session had to write the log out itself in one pass of the load, as wal_buffers was full: ${formatNumber(before.walBuffersFull)} → ${formatNumber(after.walBuffersFull)}.`,
          ]
        : undefined
    case 'max_wal_size':
      return checkpointsSaved(proposal, counts, known)
    default:
      return isLess(before.walBytes, after.walBytes, LEAST.walBytes)
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
  known: Held['known'],
): readonly string[] | undefined {
  const [from, to] = [checkpointsForced(proposal.from, known), checkpointsForced(proposal.value, known)]
  if (from <= to || !isLess(before.walBytes, onward.walBytes, LEAST.walBytes)) return undefined
  return [
    `Checkpoints forced by one load’s ${formatBytes(known.walBytes)} of write-ahead log: ${from} → ${to}.`,
    `Each makes the log hold whole pages again: one pass of the load writes ${formatBytes(before.walBytes)} after a checkpoint and ${formatBytes(onward.walBytes)} without.`,
  ]
}

function hitRatio({ readBlocks, hitBlocks }: PassCounts): string {
  return `${((100 * hitBlocks) / Math.max(1, readBlocks + hitBlocks)).toFixed(1)} %`
}
