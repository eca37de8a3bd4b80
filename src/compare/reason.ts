import type { ValueSet } from '../capture/snapshot.ts'
import { isPlanChange } from '../plan/diff.ts'
import { counted, grouped } from '../plan/words.ts'
import type { Measurement } from '../replay/measurement.ts'
import type { Change } from './comparison.ts'
import { hasOtherRows, type Run } from './runs.ts'
import { isWorse } from './thresholds.ts'

/** SQLSTATEs that a schema change brings, in words (PostgreSQL manual, appendix A). */
const SQLSTATES: Readonly<Record<string, string>> = {
  '0A000': 'something that it needs is not supported here',
  '42703': 'a column is missing',
  '42P01': 'a table is missing',
  '42883': 'a function or operator for these types is missing',
  '42704': 'an object is missing',
  '42501': 'a privilege is missing',
  '42804': 'types do not match',
  '22001': 'a value is too long for its column',
  '22003': 'a number is out of the range of its type',
  '22P02': 'a value does not fit its type',
  '23502': 'a column may no longer be empty',
  '23503': 'a foreign key is violated',
  '23505': 'a unique constraint is violated',
  '23P01': 'an exclusion constraint is violated',
  '23514': 'a check constraint is violated or no partition takes the row',
  '428C9': 'a generated column cannot be given a value',
  '42702': 'a column name is ambiguous',
  '42725': 'several functions or operators fit the call',
  '42803': 'a column is neither grouped nor aggregated',
  '42809': 'an object is of another kind',
  '55000': 'an object is not in the state that it needs',
  '44000': 'a row is none of the view that it is written to',
  P0001: 'a function raised an error',
  '42P10': 'no unique constraint matches ON CONFLICT',
}

const REFRESH_CONCURRENTLY = /^\s*refresh\s+materialized\s+view\s+concurrently\b/i

export const TIMED_OUT = 'runs into the statement timeout'

/** Why a measurement failed; the server's message is left out because it may quote values. `text` is the statement. */
export function failureReason(
  failure: Pick<Extract<Measurement, { kind: 'failed' }>, 'code' | 'timedOut'>,
  text = '',
): string {
  if (failure.timedOut) return TIMED_OUT
  const lacksIndex = failure.code === '55000' && REFRESH_CONCURRENTLY.test(text)
  const words = lacksIndex ? 'no unique index covers all rows of the view' : SQLSTATES[failure.code]
  return words === undefined ? `fails with SQLSTATE ${failure.code}` : `fails (${words}, SQLSTATE ${failure.code})`
}

export function changeReason({ kind, node, from, to }: Change): string {
  if (kind === 'condition-became-filter')
    return `on ${node}, the index no longer answers ${from.replace(/^Index Cond: /, '')}`
  if (kind === 'sort-added') return `${node}: a sort was added`
  if (kind === 'join-order') return `the order of the joins, ${from}, became ${to}`
  if (kind === 'trigger-work' || kind === 'nested-work') return `${node}: ${from} became ${to}`
  return node === to ? `${from} became ${to}` : `on ${node}, ${from} became ${to}`
}

/** The change that explains most: the first for the worse (or the better), or the first of the plan. */
function because(changes: readonly Change[], direction: Change['direction']): string {
  const explaining = changes.find(change => change.direction === direction && change.kind !== 'estimate-worse')
  const change = explaining ?? changes.find(isPlanChange)
  return change === undefined ? '' : `: ${changeReason(change)}`
}

/** What the work is for; EXPLAIN counts no rows of a write that returns none. */
function resultReason(before: number, after: number, isWrite: boolean): string {
  if (before !== after) return `for ${counted(after, 'row')} instead of ${grouped(before)}`
  if (after === 0) return isWrite ? 'for the same write' : 'to find nothing'
  return after === 1 ? 'for the same row' : `for the same ${grouped(after)} rows`
}

/** `reads 11,815 pages instead of 4 for the same 20 rows`. */
function workReason({ base, head, limits }: Run): string {
  const [before, after] = [base.work, head.work]
  const result = resultReason(before.rows, after.rows, head.plan.root.nodeType === 'ModifyTable')
  const differs = (a: number, b: number) => isWorse(a, b, limits) || isWorse(b, a, limits)
  if (differs(before.buffers, after.buffers)) {
    return `reads ${counted(after.buffers, 'page')} instead of ${grouped(before.buffers)} ${result}`
  }
  if (differs(before.tempBlocks, after.tempBlocks)) {
    return `spills ${counted(after.tempBlocks, 'page')} to disk instead of ${grouped(before.tempBlocks)} ${result}`
  }
  return `writes ${counted(after.walBytes, 'byte')} of WAL instead of ${grouped(before.walBytes)} ${result}`
}

/** Of a statement whose values nobody has seen: what the planner alone says of it. */
export function plannedReason(
  { base, head, isOtherPlan, changes }: Run,
  tendency: 'worse' | 'better' | 'same',
): string {
  const unseen = 'no values of it were seen; planned for any value,'
  if (!isOtherPlan) return `${unseen} it has the same plan`
  const [before, after] = [base, head].map(({ plan }) => grouped(Math.round(plan.root.totalCost)))
  return `${unseen} it costs ${after} instead of ${before}${because(changes, tendency === 'better' ? 'better' : 'worse')}`
}

/** `another plan with the same work`, or how much more or less it is without passing the thresholds. */
function sameWork(run: Run): string {
  const { base, head, isOtherPlan } = run
  const [before, after] = [base.work.buffers, head.work.buffers]
  const plan = isOtherPlan ? 'another plan' : 'same plan'
  const result = hasOtherRows(run)
    ? `, and ${counted(head.work.rows, 'row')} instead of ${grouped(base.work.rows)}`
    : ''
  if (before === after) return `${plan} with the same work${result}`
  return `${plan} with ${counted(after, 'page')} instead of ${grouped(before)}, within the thresholds${result}`
}

/** How the values of a run were chosen from those that the load sent. */
export type ValuesOf = (run: Run) => ValueSet['why'] | undefined

/** With which of several values the decisive run is, and what the most frequent ones do where those are others. */
function valuesReason(run: Run, runs: readonly Run[], valuesOf: ValuesOf): string {
  if (runs.length < 2) return ''
  const frequent = runs.find(each => valuesOf(each) === 'most frequent')
  if (frequent === run) return ' with its most frequent values'
  const chosen = ` with its ${run.tendency === 'worse' ? 'worst' : 'best'} values`
  if (frequent === undefined) return chosen
  const [before, after] = [frequent.base.work.buffers, frequent.head.work.buffers]
  const others = before === after ? `${grouped(after)} as before` : `${grouped(after)} instead of ${grouped(before)}`
  return `${chosen}, and ${others} with its most frequent ones`
}

/** Why a statement has its status, one sentence without literals; `runs` are those of all its values. */
export function runReason(run: Run, runs: readonly Run[], relation: 'same' | 'edited', valuesOf: ValuesOf): string {
  const edited = relation === 'edited' ? 'rewritten by the branch; ' : ''
  if (run.writeGrowth !== 'more') {
    const [before, after] = [run.base.work.buffers, run.head.work.buffers]
    return `${edited}${counted(after, 'page')} instead of ${grouped(before)} for the same write, as there are more indexes to keep`
  }
  if (run.tendency === 'same') {
    const changed = because(run.changes.filter(isPlanChange), 'worse')
    return changed === '' && !hasOtherRows(run)
      ? `${edited}same plan and same work`
      : `${edited}${sameWork(run)}${changed}`
  }
  const opposite = run.tendency === 'worse' ? 'better' : 'worse'
  const others = runs.filter(({ tendency }) => tendency === opposite).length
  const mixed =
    others === 0 ? '' : `; ${counted(others, 'other value set')} ${others === 1 ? 'gets' : 'get'} ${opposite}`
  return `${edited}${workReason(run)}${valuesReason(run, runs, valuesOf)}${because(run.changes, run.tendency)}${mixed}`
}
