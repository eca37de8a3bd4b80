import { covers, isPrefixOf } from '../advise/covered.ts'
import type { IndexDesign } from '../advise/design.ts'
import { type Effect, gainOf } from './effect.ts'

/** More indexes than these are no advice but a project. */
const MAX_CHOSEN = 5
/** Of candidates that gain nearly the same, the smaller one is taken. */
const NEARLY_ALL = 0.95
const MIN_GAIN = 1.5

export interface Candidate {
  readonly design: IndexDesign
  readonly sizeBytes: number
  readonly effects: readonly Effect[]
}

/**
 * The candidates that save the load the most blocks, each for what the ones before it leave (greedy, after Extend and DTA:
 * Kossmann et al., PVLDB 13(11), 2020); none that the chosen ones can do without.
 */
export function selectCandidates<C extends Candidate>(candidates: readonly C[]): readonly C[] {
  const chosen: C[] = []
  while (chosen.length < MAX_CHOSEN) {
    const rest = candidates.filter(
      candidate => !chosen.includes(candidate) && !chosen.some(({ design }) => covers(design, candidate.design)),
    )
    const values = rest.map(candidate => ({ candidate, value: valueOf(candidate, chosen) }))
    const most = Math.max(0, ...values.map(({ value }) => value))
    if (most === 0) break
    const [next] = values
      .filter(({ value }) => value >= NEARLY_ALL * most)
      .toSorted(
        ({ candidate: a }, { candidate: b }) =>
          a.sizeBytes - b.sizeBytes || a.design.keys.length - b.design.keys.length,
      )
    chosen.push(next!.candidate)
  }
  return chosen.filter((candidate, at) => !chosen.some((other, place) => place > at && replaces(other, candidate)))
}

/** Whether a wider index that was chosen later does all that a narrow one was chosen for. */
function replaces(wide: Candidate, narrow: Candidate): boolean {
  return isPrefixOf(narrow.design, wide.design) && valueOf(narrow, [wide]) === 0
}

/** Blocks that the load saves when the candidate joins the chosen ones. */
function valueOf({ effects }: Candidate, chosen: readonly Candidate[]): number {
  return effects.reduce((sum, effect) => {
    const gain = gainOf(effect)
    if (gain === undefined) return sum
    const { calls, runs } = effect.statement
    const before = Math.min(gain.before, ...chosen.flatMap(other => blocksWith(other, effect)))
    return before < MIN_GAIN * gain.after ? sum : sum + (calls * (before - gain.after)) / runs.length
  }, 0)
}

function blocksWith({ effects }: Candidate, { statement }: Effect): readonly number[] {
  return effects.filter(effect => effect.statement === statement).flatMap(effect => gainOf(effect)?.after ?? [])
}
