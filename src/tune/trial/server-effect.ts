import type { ServerFigure } from '../../advise/finding.ts'
import type { Proposal } from '../proposal.ts'
import { checkpointsForced, type Held, holdAgainst, isLess, LEAST, type ServerTrial } from './hold-against.ts'

/** What a setting moves of one pass of the load, or why that is not known, as the end of a sentence. */
export type ServerEffect =
  | { readonly kind: 'measured'; readonly figure: ServerFigure; readonly isWorse: boolean }
  | { readonly kind: 'unmeasured'; readonly why: string }

/** What each of these does, in either direction. */
export async function measureServerSettings(
  trial: ServerTrial,
  proposals: readonly Proposal[],
): Promise<ReadonlyMap<string, ServerEffect>> {
  const outcome = await holdAgainst(trial, proposals)
  return new Map(proposals.map(proposal => [proposal.name, effectOf(proposal, outcome)]))
}

function effectOf(proposal: Proposal, { why, counts, known }: Held): ServerEffect {
  if (counts === undefined || why.has(proposal)) return { kind: 'unmeasured', why: why.get(proposal) ?? '' }
  const { before, after, onward } = counts
  const figure = (what: string, unit: ServerFigure['unit'], from: number, to: number, least: number): ServerEffect => {
    const isWorse = isLess(to, from, least)
    const isMoved = isWorse || isLess(from, to, least)
    return { kind: 'measured', figure: { what, unit, before: from, after: to, isMoved }, isWorse }
  }
  switch (proposal.name) {
    case 'shared_buffers':
      return figure(
        'pages read from outside shared_buffers',
        'pages',
        before.readBlocks,
        after.readBlocks,
        LEAST.blocks,
      )
    case 'wal_buffers':
      return figure(
        'times that a session wrote the log out itself',
        'times',
        before.walBuffersFull,
        after.walBuffersFull,
        LEAST.buffersFull,
      )
    case 'max_wal_size': {
      const [from, to] = [proposal.from, proposal.value].map(size => checkpointsForced(size, known)) as [number, number]
      const isCostly = Math.abs(before.walBytes - onward.walBytes) >= LEAST.walBytes
      return figure('checkpoints that the load forces', 'times', from, to, isCostly ? 1 : Number.POSITIVE_INFINITY)
    }
    default:
      return figure('write-ahead log after a checkpoint', 'bytes', before.walBytes, after.walBytes, LEAST.walBytes)
  }
}
