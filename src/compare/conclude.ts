import { isPlanChange } from '../plan/diff.ts'
import type { IndexDefinitionPair } from '../plan/index-definitions.ts'
import { counted, grouped } from '../plan/words.ts'
import type { Measurement } from '../replay/measurement.ts'
import { classify } from '../sql/fingerprint.ts'
import { refreshedView } from '../sql/refreshed-view.ts'
import type { Change, MeasuredStatement, Status } from './comparison.ts'
import { discardedRows } from './discarded.ts'
import { failureReason, plannedReason, runReason } from './reason.ts'
import { decisiveRun, hasOtherRows, type Measured, measuredRuns, type Run } from './runs.ts'
import { type ComparePolicy, thresholdsFor } from './thresholds.ts'

/** What is to be said of a statement, and the executions that it rests on. */
export interface Conclusion {
  readonly status: Status
  readonly reason: string
  readonly base?: Measured | undefined
  readonly head?: Measured | undefined
  readonly run?: Run | undefined
  /** What is to be said of a statement that has no counterpart. */
  readonly changes?: readonly Change[]
  /** Both sides send the same and neither can measure it, for the same reason. */
  readonly isAlike?: boolean
  /** It failed in the load, and the replay can run it on neither side. */
  readonly isInferred?: boolean
}

export const isMeasured = (measurement: Measurement): measurement is Measured => measurement.kind === 'measured'
type Failed = Extract<Measurement, { kind: 'failed' }>
/** SQLSTATE of a statement that ran into the timeout. */
const QUERY_CANCELED = '57014'
const isFailed = (measurement: Measurement): measurement is Failed => measurement.kind === 'failed'

/** A statement that works on one side only. */
function concludeBroken({ pair, runs, compatibility }: MeasuredStatement): Conclusion | undefined {
  for (const { base, head } of runs) {
    if (isMeasured(base) && isFailed(head))
      return { status: 'broken', reason: `works on base and ${failureReason(head)} on head`, base }
  }
  const worked = runs.map(({ base }) => base).find(isMeasured)
  if (compatibility !== undefined && isFailed(compatibility) && worked !== undefined) {
    const sender = pair.relation === 'removed' ? 'which the branch no longer sends' : 'which the branch rewrote'
    const reason = `base’s text, ${sender}, ${failureReason(compatibility)} on head: code that still runs during the deploy breaks`
    const head = runs.map(run => run.head).find(isMeasured)
    return { status: 'broken', reason, base: worked, head }
  }
  return concludeFailedLoad(pair, runs)
}

/**
 * A statement that failed in head's load, as it did not in base's, and that the replay could not run either. A failure of
 * the replay alone proves nothing: the statement may need rows that others of the load write.
 */
function concludeFailedLoad(
  { head, relation }: MeasuredStatement['pair'],
  runs: MeasuredStatement['runs'],
): Conclusion | undefined {
  if (head?.failure === undefined || runs.some(run => isMeasured(run.head))) return undefined
  const { code } = head.failure
  const fails = `${failureReason({ code, timedOut: code === QUERY_CANCELED }, head.text)} on head`
  return {
    status: 'broken',
    reason:
      relation !== 'added'
        ? `works on base and ${fails}`
        : isCounted(head.text)
          ? `only the branch sends it, and it ${fails}`
          : `${fails}, and in base’s load it did not`,
    isInferred: true,
  }
}

/** Whether base's load would show it had it sent it: of a COPY and other utility statements, only failures are known. */
function isCounted(text: string): boolean {
  const { isExplainable, inner } = classify(text)
  return isExplainable || inner !== undefined || refreshedView(text) !== undefined
}

/** A statement that an index leads to other rows than the table holds. */
function concludeContradicted({ contradiction }: MeasuredStatement, runs: readonly Run[]): Conclusion | undefined {
  const run = decisiveRun(runs)
  if (contradiction === undefined || run === undefined) return undefined
  const { index, function: called, rows, rowsWithout } = contradiction
  const found = `finds ${counted(rows, 'row')} on head by index ${index} and ${grouped(rowsWithout)} without it`
  const why = `the index holds what ${called}() returned before the branch replaced it, until it is rebuilt`
  return { status: 'broken', reason: `${found}: ${why}`, base: run.base, head: run.head, run }
}

const reads = ({ work }: Measured) => `reads ${counted(work.buffers, 'page')} for ${counted(work.rows, 'row')}`

/** A new statement is judged by what it reads with those of its values that read most. */
function concludeAdded(runs: MeasuredStatement['runs'], policy: ComparePolicy): Conclusion {
  const [head] = runs
    .map(run => run.head)
    .filter(isMeasured)
    .toSorted((a, b) => b.work.buffers - a.work.buffers)
  const changes = discardedRows(head!, thresholdsFor([head!.plan], policy))
  const [first] = changes
  const why = first === undefined ? '' : `: on ${first.node}, ${first.from} for ${first.to}`
  return { status: 'added', reason: `only the branch sends it; ${reads(head!)}${why}`, head, changes }
}

/** Statements with one side only, because only one load sends them or only one side can run them. */
function concludeOneSided({ pair, runs }: MeasuredStatement, policy: ComparePolicy): Conclusion | undefined {
  const base = runs.map(run => run.base).find(isMeasured)
  const head = runs.map(run => run.head).find(isMeasured)
  if (pair.relation === 'added' && head !== undefined) return concludeAdded(runs, policy)
  if (pair.relation === 'removed' && base !== undefined)
    return { status: 'removed', reason: `only base sends it; ${reads(base)}`, base }
  const failure = runs.map(run => run.base).find(isFailed)
  if (failure === undefined || head === undefined || base !== undefined) return undefined
  const status = failure.timedOut ? 'improved' : 'changed'
  return { status, reason: `${failureReason(failure)} on base and works on head`, head }
}

function concludeUnmeasured({ pair, runs }: MeasuredStatement): Conclusion {
  const statement = pair.head ?? pair.base
  const sides = runs.flatMap(run => [run.head, run.base])
  const skipped = sides.find(side => side.kind === 'skipped')
  const failed = sides.find(isFailed)
  const measured =
    failed === undefined
      ? skipped?.reason
      : `${failureReason(failed)} on ${pair.relation === 'added' ? 'head' : pair.relation === 'removed' ? 'base' : 'both sides'}`
  const outcome = (side: Measurement | undefined) =>
    side?.kind === 'failed' ? side.code : side?.kind === 'skipped' ? side.reason : side?.kind
  const isAlike =
    pair.relation === 'same' &&
    pair.base?.unmeasured === pair.head?.unmeasured &&
    runs.every(({ base, head }) => outcome(base) === outcome(head))
  return { status: 'unmeasured', reason: statement?.unmeasured ?? measured ?? 'no values of it were seen', isAlike }
}

/** The planner's cost of a statement that was only planned: beyond this it is worse, which without an execution only warns. */
const CLEAR_COST_RATIO = 1.5
const CLEAR_COST = 100

/** A statement whose values nobody has seen: both sides have planned it for any value. */
function concludePlanned(runs: readonly Run[]): Conclusion | undefined {
  const [run] = runs
  if (run === undefined || run.head.plan.root.actualLoops !== undefined) return undefined
  const [before, after] = [run.base.plan.root.totalCost, run.head.plan.root.totalCost]
  const isMore = (a: number, b: number) => run.isOtherPlan && b >= CLEAR_COST_RATIO * a && b - a >= CLEAR_COST
  const tendency = isMore(before, after) ? 'worse' : isMore(after, before) ? 'better' : 'same'
  const same: Status = run.isOtherPlan ? 'changed' : 'unchanged'
  const status = tendency === 'worse' ? 'regressed' : tendency === 'better' ? 'improved' : same
  return { status, reason: plannedReason(run, tendency), base: run.base, head: run.head, run }
}

/** A statement that both sides ran. */
function concludeMeasured({ pair }: MeasuredStatement, runs: readonly Run[]): Conclusion | undefined {
  const run = decisiveRun(runs)
  if (run === undefined) return undefined
  const isEdited = pair.relation === 'edited'
  const isChanged =
    isEdited || run.isOtherPlan || run.writeGrowth !== 'more' || run.changes.some(isPlanChange) || hasOtherRows(run)
  const same: Status = isChanged ? 'changed' : 'unchanged'
  const status = run.tendency === 'worse' ? 'regressed' : run.tendency === 'better' ? 'improved' : same
  const sets = (pair.base ?? pair.head)?.valueSets ?? []
  const reason = runReason(run, runs, isEdited ? 'edited' : 'same', ({ valueSet }) => sets[valueSet]?.why)
  return { status, reason, base: run.base, head: run.head, run }
}

/** Draws the conclusion: what is broken before what was measured, and that before what could not be. */
export function conclude(
  measured: MeasuredStatement,
  policy: ComparePolicy,
  indexes: IndexDefinitionPair,
  isWorseAtScale: boolean,
): Conclusion {
  const { base, head } = measured.pair
  const runs = base === undefined || head === undefined ? [] : measuredRuns(measured, policy, indexes, isWorseAtScale)
  return (
    concludeBroken(measured) ??
    concludeContradicted(measured, runs) ??
    concludePlanned(runs) ??
    concludeMeasured(measured, runs) ??
    concludeOneSided(measured, policy) ??
    concludeUnmeasured(measured)
  )
}
