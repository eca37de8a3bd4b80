import { covers } from '../advise/covered.ts'
import { tableText } from '../advise/design.ts'
import type { DraftOf, IndexProposal } from '../advise/draft.ts'
import type { Plan } from '../plan/plan.ts'
import { walk } from '../plan/walk.ts'
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
  const savings: Saving[] = []
  for (const statement of statements) {
    const own = seen.filter(({ draft }) => draft.statements.includes(statement.name))
    if (own.length === 0) continue
    const plans = await bench.plan(statement, prepare)
    const isTaken = ({ index }: (typeof seen)[number]) =>
      plans.some(plan => plan !== undefined && readsIndex(plan, index.built.names))
    const taken = seen.filter(isTaken)
    // A narrower form of what is taken is smaller and serves more statements, and so does what several have in common.
    const by = seen.filter(
      each =>
        taken.includes(each) ||
        (own.includes(each) &&
          (each.draft.statements.length > 1 ||
            taken.some(({ draft }) => covers(draft.proposal.design, each.draft.proposal.design)))),
    )
    savings.push({ cost: savingOf(statement, plans), by: new Set(by.map(({ draft }) => draft)) })
    const inside = own.filter(({ draft }) => readsInside(statement, draft))
    if (inside.length > 0) savings.push({ cost: workOf(statement), by: new Set(inside.map(({ draft }) => draft)) })
  }
  await shelf.show([])
  const refused = offered.filter(({ index }) => 'refusal' in index)
  return [...inTurn(seen, savings), ...refused]
}

/** What all calls of a statement are spared, and the proposals that may have part in it. */
interface Saving {
  readonly cost: number
  readonly by: ReadonlySet<Offered['draft']>
}

/**
 * Each time the one that has part in most. What has one on that table already counts less, so that all statements that gain
 * have their turn; indexes of different tables complement each other.
 */
function inTurn(offered: readonly Offered[], savings: readonly Saving[]): readonly Offered[] {
  const rest = [...offered]
  const turns = savings.map(() => new Map<string, number>())
  const order: Offered[] = []
  const turnsOf = (at: number, { draft }: Offered) => turns[at]!.get(tableText(draft.proposal.design)) ?? 0
  while (rest.length > 0) {
    const scores = rest.map(each =>
      savings.reduce((sum, { cost, by }, at) => sum + (by.has(each.draft) ? cost / (1 + turnsOf(at, each)) : 0), 0),
    )
    const best = scores.indexOf(Math.max(...scores))
    if (scores[best] === 0) break
    const next = rest.splice(best, 1)[0]!
    order.push(next)
    for (const [at, { by }] of savings.entries())
      if (by.has(next.draft)) turns[at]!.set(tableText(next.draft.proposal.design), turnsOf(at, next) + 1)
  }
  return order
}

/** Whether its functions and triggers read the table, which no plan of its own shows. */
const readsInside = ({ runs }: TrialStatement, { proposal: { design } }: Offered['draft']): boolean =>
  runs.some(({ before }) =>
    before.nested.some(({ plan }) => [...walk(plan.root)].some(({ node }) => node.relationName === design.table)),
  )

/** All that could be spared: reading a page in order costs the planner’s unit. */
const workOf = ({ runs, calls }: TrialStatement): number =>
  (calls * runs.reduce((sum, { before }) => sum + before.work.buffers, 0)) / runs.length

/** What the planner thinks that all calls are spared. */
function savingOf({ runs, calls }: TrialStatement, plans: readonly (Plan | undefined)[]): number {
  const savings = runs.map(({ before }, at) => before.plan.root.totalCost - (plans[at]?.root.totalCost ?? Infinity))
  return (calls * savings.reduce((sum, saving) => sum + Math.max(0, saving), 0)) / runs.length
}
