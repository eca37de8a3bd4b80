import { isPlanChange } from '../plan/diff.ts'
import { walk } from '../plan/walk.ts'
import { inclusiveWork, rowsLookedAt } from '../plan/work.ts'
import type { Change } from './comparison.ts'
import type { Measured, Run } from './runs.ts'
import { blocksBeyondPlan, compareWork, isWorse, totalBlocks } from './thresholds.ts'

/** A plan that looks at this few of the rows saves the processor what it costs in pages, which it reads again and again. */
const FEWER_ROWS_RATIO = 3
/** More work by this margin needs no other witness. */
const CLEAR_WORK_RATIO = 1.5
const CLEAR_WORK_BLOCKS = 100
/** Beyond this margin neither the planner's indifference nor fewer rows are an excuse. */
const OVERWHELMING_RATIO = 3
/** The old plan forced on head costs less than this times the new one: the planner has tossed a coin. */
const TIE_REGRET = 1.1
/** A row that a trigger writes elsewhere, or a foreign key looks up, with the indexes that are read or kept for it. */
const PAGES_OF_A_FIRING = 16

export const fastest = ({ durationsMs, plan }: Measured): number =>
  durationsMs.length === 0 ? (plan.executionTimeMs ?? 0) : Math.min(...durationsMs)

/** Wider rows and heap fetches keep the plan, and yet say why it reads more. */
const explainsWork = (change: Change) =>
  change.direction === 'worse' &&
  (isPlanChange(change) || change.kind === 'wider-rows' || change.kind === 'heap-fetches')

/** Why more work is no more than a warning. */
export type Doubt = 'no witness' | 'tie' | 'fewer rows' | 'more result' | 'indexes' | 'triggers' | 'deeper'

/**
 * Whether evidence beyond the amount of work agrees that a statement got worse; only then may it block. Witnesses: a change of
 * the plan for the worse, a spill, work of triggers, a clear margin, or the planner's cost at production's size. Against them stand: a tie of the two plans, and another
 * plan that looks at far fewer rows, both only while the margin is not overwhelming; a result that grew as much as the work; that
 * only indexes have to be kept; that triggers or foreign keys came that do little each time they fire; and that each look-up in
 * another index reads one page more. Times say nothing here, so that the same work has the same verdict on every machine.
 * Returns what speaks against it, undefined where all agrees.
 */
export function doubtOf(
  run: Omit<Run, 'doubt'>,
  regret: number | undefined,
  isWorseAtScale: boolean,
): Doubt | undefined {
  const { base, head, limits, changes } = run
  const [before, after] = [totalBlocks(base.work), totalBlocks(head.work)]
  const beyondPlan = isWorse(blocksBeyondPlan(base.plan, base.work), blocksBeyondPlan(head.plan, head.work), limits)
  const hasMargin = after >= CLEAR_WORK_RATIO * before && after - before >= CLEAR_WORK_BLOCKS
  const isSupported = beyondPlan || hasMargin || isWorseAtScale || changes.some(explainsWork)

  const isOverwhelming = hasMargin && after >= OVERWHELMING_RATIO * before
  const hasFewerRows = run.isOtherPlan && rowsLookedAt(base.plan) >= FEWER_ROWS_RATIO * rowsLookedAt(head.plan)
  const isTie = run.isOtherPlan && regret !== undefined && regret < TIE_REGRET
  const moreRows = head.work.rows - base.work.rows
  const isMoreResult =
    moreRows > 0 &&
    (base.work.rows > 0 ? head.work.rows / base.work.rows >= after / Math.max(1, before) : moreRows >= after - before)
  const isExcusable = !beyondPlan && !isOverwhelming
  if (run.writeGrowth !== 'more') return 'indexes'
  if (beyondPlan && isPriceOfTriggers(run)) return 'triggers'
  if (isDeeperIndex(run)) return 'deeper'
  if (isMoreResult) return 'more result'
  if (isTie && isExcusable) return 'tie'
  if (hasFewerRows && isExcusable) return 'fewer rows'
  return isSupported ? undefined : 'no witness'
}

/** Whether all that grew is work of triggers and foreign-key checks that base does not fire, and each firing does little. */
function isPriceOfTriggers({ base, head, limits }: Omit<Run, 'doubt'>): boolean {
  const within = ({ plan, work }: Measured) => ({ ...work, buffers: inclusiveWork(plan.root).buffers, walBytes: 0 })
  if (compareWork(within(base), within(head), limits) === 'worse') return false
  const firings = ({ plan }: Measured) => plan.triggers.reduce((sum, { calls }) => sum + calls, 0)
  const more = firings(head) - firings(base)
  const growth = blocksBeyondPlan(head.plan, head.work) - blocksBeyondPlan(base.plan, base.work)
  return more > 0 && growth <= PAGES_OF_A_FIRING * more
}

/** Whether all that differs is which indexes are read, and that they are a level deeper. */
function isDeeperIndex({ base, head, changes, isOtherPlan }: Omit<Run, 'doubt'>): boolean {
  if (!isOtherPlan || changes.some(change => isPlanChange(change) && change.kind !== 'index-changed')) return false
  const lookUps = [...walk(head.plan.root)].map(({ node }) =>
    node.indexName === undefined ? 0 : (node.actualLoops ?? 0),
  )
  return totalBlocks(head.work) - totalBlocks(base.work) <= lookUps.reduce((sum, loops) => sum + loops, 0)
}

const DOUBTS: Readonly<Record<Doubt, string>> = {
  'no witness': 'nothing but the amount speaks of a regression',
  tie: 'to the planner the old plan and the new one are a tie',
  'fewer rows': 'the new plan looks at far fewer rows',
  'more result': 'the result grew as much',
  indexes: 'the price of an index is no regression',
  deeper: 'each look-up reads one page more, because the index is larger',
  triggers: 'the triggers and foreign keys that are new do little each time they fire',
}

/** Why it only warns, in words. */
export const doubtWords = (doubt: Doubt): string => DOUBTS[doubt]
