import { covers, isPrefixOf } from '../advise/covered.ts'
import type { IndexDesign } from '../advise/design.ts'
import { type Effect, FAST_ENOUGH_BLOCKS, gainOf, MIN_GAIN } from './effect.ts'

/** More indexes than these are no advice but a project. */
const MAX_CHOSEN = 5
/** Candidates that leave hardly more work than the best one do as well; of one that base had more is taken. */
const AS_GOOD = { ratio: 1.1, blocks: 5, blocksOfRestored: 100 }

/** How much more another candidate has to save in the same place. */
const MIN_EXCHANGE = 1.01

export interface Candidate {
  readonly design: IndexDesign
  /** Whether base has it, so that it is known to suit production. */
  readonly isRestored: boolean
  readonly sizeBytes: number
  readonly effects: readonly Effect[]
}

/**
 * The candidates that save the load the most blocks, each for what the ones before it leave (greedy, after Extend and DTA:
 * Kossmann et al., PVLDB 13(11), 2020), exchanged as long as another one saves more in a place; none that the chosen ones can do
 * without. Where several do as well, what base had is taken, then what is smaller.
 */
export function selectCandidates<C extends Candidate>(candidates: readonly C[]): readonly C[] {
  const chosen: C[] = []
  while (chosen.length < MAX_CHOSEN) {
    const rest = candidates.filter(
      candidate => !chosen.includes(candidate) && !chosen.some(({ design }) => covers(design, candidate.design)),
    )
    const [best] = rest.toSorted((a, b) => savingOf(b, chosen) - savingOf(a, chosen))
    if (best === undefined || savingOf(best, chosen) === 0) break
    const [next] = rest.filter(other => isAsGood(other, best)).toSorted(byPreference)
    chosen.push(next ?? best)
  }
  const best = exchange(chosen, candidates)
  return best.filter((candidate, at) => !best.some((other, place) => place > at && replaces(other, candidate)))
}

/** The first choices were made before the later ones were known: takes out what they have made nearly superfluous for what saves more. */
function exchange<C extends Candidate>(chosen: readonly C[], candidates: readonly C[]): readonly C[] {
  const moves = chosen
    .filter(({ isRestored }) => !isRestored)
    .flatMap(out => {
      const kept = chosen.filter(other => other !== out)
      const lost = savingOf(out, kept)
      return candidates
        .filter(other => !chosen.includes(other) && !kept.some(({ design }) => covers(design, other.design)))
        .map(other => ({ next: [...kept, other], gain: savingOf(other, kept) - MIN_EXCHANGE * lost }))
    })
    .filter(({ gain }) => gain > 0)
    .toSorted((a, b) => b.gain - a.gain)
  return moves[0] === undefined ? chosen : exchange(moves[0].next, candidates)
}

function byPreference(a: Candidate, b: Candidate): number {
  return (
    Number(b.isRestored) - Number(a.isRestored) ||
    a.sizeBytes - b.sizeBytes ||
    a.design.keys.length - b.design.keys.length
  )
}

/** Whether it leaves each statement that the best one helps with hardly more work. */
function isAsGood(candidate: Candidate, best: Candidate): boolean {
  const margin = candidate.isRestored ? AS_GOOD.blocksOfRestored : AS_GOOD.blocks
  return best.effects.every(effect => {
    const gain = gainOf(effect)
    const [blocks] = blocksWith(candidate, effect)
    return (
      gain === undefined ||
      (blocks !== undefined &&
        blocks <= Math.max(AS_GOOD.ratio * gain.after, gain.after + margin * effect.after.length))
    )
  })
}

/** Whether a wider index that was chosen later does all that a narrow one was chosen for. */
function replaces(wide: Candidate, narrow: Candidate): boolean {
  return isPrefixOf(narrow.design, wide.design) && savingOf(narrow, [wide]) === 0
}

/** Blocks that the load saves when the candidate joins the chosen ones. */
function savingOf({ effects }: Candidate, chosen: readonly Candidate[]): number {
  return effects.reduce((sum, effect) => {
    const gain = gainOf(effect)
    if (gain === undefined) return sum
    const { calls, runs } = effect.statement
    const before = Math.min(gain.before, ...chosen.flatMap(other => blocksWith(other, effect)))
    if (before < MIN_GAIN * gain.after || before < FAST_ENOUGH_BLOCKS * runs.length) return sum
    return sum + (calls * (before - gain.after)) / runs.length
  }, 0)
}

function blocksWith({ effects }: Candidate, { statement }: Effect): readonly number[] {
  return effects.filter(effect => effect.statement === statement).flatMap(effect => gainOf(effect)?.after ?? [])
}
