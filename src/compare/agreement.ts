import { isPlanChange } from '../plan/diff.ts'
import type { Change } from './comparison.ts'
import type { Measured, Run } from './runs.ts'
import { blocksBeyondPlan, isWorse, totalBlocks } from './thresholds.ts'

/** Times below these are noise on a shared machine, even of the fastest of several runs. */
const CLEAR_TIME_RATIO = 1.5
const CLEAR_TIME_MS = 5
/** A time that counts as evidence that the new plan is the faster one. */
const COUNTED_TIME_MS = 1
/** More work by this margin needs no other witness. */
const CLEAR_WORK_RATIO = 1.5
const CLEAR_WORK_BLOCKS = 100
/** Beyond this margin neither the planner's indifference nor a warm cache's speed is an excuse. */
const OVERWHELMING_RATIO = 3
/** The old plan forced on head costs less than this times the new one: the planner has tossed a coin. */
const TIE_REGRET = 1.1

export const fastest = ({ durationsMs, plan }: Measured): number =>
  durationsMs.length === 0 ? (plan.executionTimeMs ?? 0) : Math.min(...durationsMs)

/** Wider rows and heap fetches keep the plan, and yet say why it reads more. */
const explainsWork = (change: Change) =>
  change.direction === 'worse' &&
  (isPlanChange(change) || change.kind === 'wider-rows' || change.kind === 'heap-fetches')

/**
 * Whether evidence beyond the amount of work agrees that a statement got worse; only then may it block. Witnesses: a change of
 * the plan for the worse, a spill, work of triggers, a clear margin, or clearly more time. Against them stand: a tie of
 * the two plans and clearly less time, both only while the margin is not overwhelming; a result that grew as much as the
 * work; and that only indexes have to be kept.
 */
export function agrees(run: Run, regret: number | undefined): boolean {
  const { base, head, limits, changes } = run
  const [before, after] = [totalBlocks(base.work), totalBlocks(head.work)]
  const [timeBefore, timeAfter] = [fastest(base), fastest(head)]
  const beyondPlan = isWorse(blocksBeyondPlan(base.plan, base.work), blocksBeyondPlan(head.plan, head.work), limits)
  const isSlower = timeAfter >= CLEAR_TIME_RATIO * timeBefore && timeAfter - timeBefore >= CLEAR_TIME_MS
  const hasMargin = after >= CLEAR_WORK_RATIO * before && after - before >= CLEAR_WORK_BLOCKS
  const isSupported = beyondPlan || hasMargin || isSlower || changes.some(explainsWork)

  const isOverwhelming = hasMargin && after >= OVERWHELMING_RATIO * before
  const isFaster = timeBefore >= CLEAR_TIME_RATIO * timeAfter && Math.min(timeBefore, timeAfter) > COUNTED_TIME_MS
  const isTie = run.isOtherPlan && !beyondPlan && regret !== undefined && regret < TIE_REGRET
  const isMoreResult =
    base.work.rows > 0 &&
    head.work.rows > base.work.rows &&
    head.work.rows / base.work.rows >= after / Math.max(1, before)
  const isExcused = (isFaster || isTie) && !isOverwhelming
  return isSupported && !isExcused && !isMoreResult && run.writeGrowth === 'more'
}
