import type { DraftOf, IndexProposal } from '../advise/draft.ts'
import type { Plan } from '../plan/plan.ts'
import type { TrialBench } from './bench.ts'
import type { Shelf, Shelved } from './shelf.ts'
import type { TrialStatement } from './statement.ts'
import { readsIndex } from './used.ts'

/** So many are planned with for each that is then run. */
const PLANNED_PER_TRIAL = 4

/** A proposal that the planner has seen: with its index on the shelf, or with the server's refusal. */
export interface Offered {
  readonly draft: DraftOf<IndexProposal>
  readonly index: Shelved | { readonly refusal: string }
}

/**
 * What of many proposals is worth running: all are built, each statement is planned once with every one of them in sight
 * and says itself which it would take. Those that take most off the load's cost come first, weighted by calls, and what
 * serves several statements gets the savings of each, because a shared one may do where every statement has a dearer own.
 */
export async function shortlist(
  proposals: readonly DraftOf<IndexProposal>[],
  most: number,
  { bench, shelf, statements }: { bench: TrialBench; shelf: Shelf; statements: readonly TrialStatement[] },
): Promise<readonly Offered[]> {
  const offered: Offered[] = []
  for (const draft of proposals.slice(0, PLANNED_PER_TRIAL * most))
    offered.push({ draft, index: await shelf.add(draft.proposal.design) })
  const seen = offered.flatMap(({ draft, index }) => ('built' in index ? [{ draft, index }] : []))
  const prepare = await shelf.show(seen.map(({ index }) => index))
  const scores = new Map(seen.map(({ draft }) => [draft, { taken: 0, shared: 0 }]))
  for (const statement of statements.filter(({ isWrite }) => !isWrite)) {
    const own = seen.filter(({ draft }) => draft.statements.includes(statement.name))
    if (own.length === 0) continue
    const plans = await bench.plan(statement, prepare)
    const saving = savingOf(statement, plans)
    for (const { draft, index } of seen) {
      const score = scores.get(draft)!
      if (plans.some(plan => plan !== undefined && readsIndex(plan, index.built.names))) score.taken += saving
      else if (draft.statements.length > 1 && draft.statements.includes(statement.name)) score.shared += saving
    }
  }
  await shelf.show([])
  const scoreOf = ({ draft }: Offered) => {
    const { taken, shared } = scores.get(draft) ?? { taken: 0, shared: 0 }
    return taken + shared
  }
  return offered
    .filter(each => 'refusal' in each.index || scoreOf(each) > 0)
    .toSorted((a, b) => scoreOf(b) - scoreOf(a))
}

/** What the planner thinks that all calls are spared. */
function savingOf({ runs, calls }: TrialStatement, plans: readonly (Plan | undefined)[]): number {
  const savings = runs.map(({ before }, at) => before.plan.root.totalCost - (plans[at]?.root.totalCost ?? Infinity))
  return (calls * savings.reduce((sum, saving) => sum + Math.max(0, saving), 0)) / runs.length
}
