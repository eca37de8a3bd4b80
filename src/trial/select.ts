import { covers, isPrefixOf } from '../advise/covered.ts'
import { type IndexDesign, tableText } from '../advise/design.ts'
import type { AdviceBudget } from '../config/schema.ts'
import { type Burden, overrunOf } from './budget.ts'
import { type Effect, FAST_ENOUGH_BLOCKS, gainOf, isClear } from './effect.ts'

/** Candidates that leave hardly more work than the best one do as well; of one that base had more is taken. */
const AS_GOOD = { ratio: 1.1, blocks: 5, blocksOfRestored: 100 }

/** What an execution may read by the keys alone, so that columns that only spare the table are not worth what they take. */
const LEAN_BLOCKS = 30

/** How much more another candidate has to save in the same place. */
const MIN_EXCHANGE = 1.01

export interface Candidate extends Burden {
  readonly design: IndexDesign
  /** Whether base has it, so that it is known to suit production. */
  readonly isRestored: boolean
  readonly effects: readonly Effect[]
}

/**
 * The candidates that save the load the most blocks, each for what the ones before it leave (greedy, after Extend and DTA:
 * Kossmann et al., PVLDB 13(11), 2020), exchanged as long as another one saves more in a place; none that the chosen ones can do
 * without. Where several do as well, what base had is taken, then what is smaller. Number, size and what the writes pay stay
 * within the budget.
 */
export function selectCandidates<C extends Candidate>(candidates: readonly C[], budget: AdviceBudget): readonly C[] {
  const chosen: C[] = []
  while (chosen.length < budget.indexes) {
    const rest = candidates.filter(candidate => isFree(candidate, chosen) && fits(candidate, chosen, budget))
    const [best] = rest.toSorted((a, b) => savingOf(b, chosen) - savingOf(a, chosen))
    if (best === undefined || savingOf(best, chosen) === 0) break
    const [next] = rest.filter(other => isAsGood(other, best)).toSorted(byPreference)
    chosen.push(next ?? best)
  }
  const best = exchange(chosen, candidates, budget)
  return best.filter((candidate, at) => !best.some((other, place) => place > at && replaces(other, candidate)))
}

/** Candidates that would save more but for the budget, each with what it is over. */
export function overBudget<C extends Candidate>(
  candidates: readonly C[],
  chosen: readonly C[],
  budget: AdviceBudget,
): readonly { readonly candidate: C; readonly overrun: string }[] {
  return candidates
    .filter(candidate => isFree(candidate, chosen) && savingOf(candidate, chosen) > 0)
    .flatMap(candidate => {
      const overrun =
        chosen.length >= budget.indexes
          ? `more indexes than the budget of ${budget.indexes}`
          : overrunOf(budget, withOthers(candidate, chosen))
      return overrun === undefined ? [] : { candidate, overrun }
    })
}

const isFree = <C extends Candidate>(candidate: C, chosen: readonly C[]) =>
  !chosen.includes(candidate) && !chosen.some(({ design }) => covers(design, candidate.design))

/** Whether its table has room for it beside the chosen ones. */
const fits = (candidate: Candidate, chosen: readonly Candidate[], budget: AdviceBudget) =>
  overrunOf(budget, withOthers(candidate, chosen)) === undefined

/** The chosen ones of the same table, and the candidate. */
const withOthers = (candidate: Candidate, chosen: readonly Candidate[]) => [
  ...chosen.filter(({ design }) => tableText(design) === tableText(candidate.design)),
  candidate,
]

/** The first choices were made before the later ones were known: takes out what they have made nearly superfluous for what saves more. */
function exchange<C extends Candidate>(
  chosen: readonly C[],
  candidates: readonly C[],
  budget: AdviceBudget,
): readonly C[] {
  const moves = chosen
    .filter(({ isRestored }) => !isRestored)
    .flatMap(out => {
      const kept = chosen.filter(other => other !== out)
      const lost = savingOf(out, kept)
      return candidates
        .filter(other => other !== out && isFree(other, kept) && fits(other, kept, budget))
        .map(other => ({ next: [...kept, other], gain: savingOf(other, kept) - MIN_EXCHANGE * lost }))
    })
    .filter(({ gain }) => gain > 0)
    .toSorted((a, b) => b.gain - a.gain)
  return moves[0] === undefined ? chosen : exchange(moves[0].next, candidates, budget)
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
  const lean = isWithoutIncluded(candidate.design, best.design) ? LEAN_BLOCKS : 0
  return best.effects.every(effect => {
    const gain = gainOf(effect)
    const [blocks] = blocksWith(candidate, effect)
    return (
      gain === undefined ||
      (blocks !== undefined &&
        blocks <=
          Math.max(AS_GOOD.ratio * gain.after, gain.after + margin * effect.after.length, lean * effect.after.length))
    )
  })
}

/** Whether it is the same index but for columns that are not keys. */
const isWithoutIncluded = (lean: IndexDesign, design: IndexDesign) =>
  design.include.length > 0 && lean.keys.length === design.keys.length && isPrefixOf(lean, design)

/** Whether a wider index that was chosen later does all that a narrow one was chosen for. */
function replaces(wide: Candidate, narrow: Candidate): boolean {
  return isPrefixOf(narrow.design, wide.design) && savingOf(narrow, [wide]) === 0
}

/**
 * Blocks that the load saves when the candidate joins the chosen ones. What base had on another table is no other way to the
 * same end: on base the statement read them all.
 */
function savingOf(candidate: Candidate, chosen: readonly Candidate[]): number {
  const isOtherWay = (other: Candidate) =>
    !(candidate.isRestored && other.isRestored) || tableText(other.design) === tableText(candidate.design)
  const others = chosen.filter(isOtherWay)
  return candidate.effects.reduce((sum, effect) => {
    const gain = gainOf(effect)
    if (gain === undefined) return sum
    const { calls, runs } = effect.statement
    const before = Math.min(gain.before, ...others.flatMap(other => blocksWith(other, effect)))
    if (!isClear(before, gain.after, effect) || before < FAST_ENOUGH_BLOCKS * runs.length) return sum
    return sum + (calls * (before - gain.after)) / runs.length
  }, 0)
}

function blocksWith({ effects }: Candidate, { statement }: Effect): readonly number[] {
  return effects.filter(effect => effect.statement === statement).flatMap(effect => gainOf(effect)?.after ?? [])
}
