import { diffPlans, isPlanChange } from '../plan/diff.ts'
import type { IndexDefinitionPair } from '../plan/index-definitions.ts'
import type { Plan } from '../plan/plan.ts'
import { isSamePlan } from '../plan/same-plan.ts'
import { walk } from '../plan/walk.ts'
import { counted } from '../plan/words.ts'
import type { MeasuredPair, Measurement } from '../replay/measurement.ts'
import { type Doubt, doubtOf } from './agreement.ts'
import type { Change, MeasuredStatement } from './comparison.ts'
import { nestedChanges, withFunctionsNamed, withWorkBeyondPlan } from './inner-work.ts'
import {
  type ComparePolicy,
  compareWork,
  type Tendency,
  thresholdsFor,
  totalBlocks,
  type WorseThan,
} from './thresholds.ts'
import { explainWrite, upkeepChange, type WriteGrowth } from './upkeep.ts'

export type Measured = Extract<Measurement, { kind: 'measured' }>

/** One value set that was measured on both sides, and what came of it. */
export interface Run {
  readonly valueSet: number
  readonly base: Measured
  readonly head: Measured
  readonly limits: WorseThan
  readonly tendency: Tendency
  readonly isOtherPlan: boolean
  readonly changes: readonly Change[]
  /** Of one that got worse: what speaks against it, undefined where evidence beyond the amount agrees. */
  readonly doubt: Doubt | undefined
  /** What explains the growth where a write got worse; `more` for everything else. */
  readonly writeGrowth: WriteGrowth
}

const rowsChange = (base: Measured, head: Measured): Change => ({
  kind: 'rows-differ',
  node: 'result',
  from: counted(base.work.rows, 'row'),
  to: counted(head.work.rows, 'row'),
  direction: 'neutral',
})

/** Both sides' partitions: a table may be one on either side. */
const partitionsOf = ({ partitions }: IndexDefinitionPair) =>
  new Map([...(partitions?.base ?? []), ...(partitions?.head ?? [])])

/** Whether parallel workers fill a queue that a Limit stops reading: how many pages they read until then is chance. */
const readsAhead = ({ root }: Plan): boolean =>
  [...walk(root)].some(
    ({ node }) =>
      node.nodeType === 'Limit' && [...walk(node)].some(({ node: below }) => below.nodeType.startsWith('Gather')),
  )

/** Compares what one value set did on the two sides. */
function compareRun(
  { valueSet, base, head, isUnsteady = false }: Omit<MeasuredPair, 'base' | 'head'> & Record<'base' | 'head', Measured>,
  policy: ComparePolicy,
  indexes: IndexDefinitionPair,
): Omit<Run, 'doubt'> {
  const limits = thresholdsFor([base.plan, head.plan], policy, partitionsOf(indexes))
  const isOtherPlan = !isSamePlan(base.plan, head.plan, indexes)
  const isChance = !isOtherPlan && readsAhead(head.plan)
  const tendency = isChance ? 'same' : compareWork(base.work, head.work, limits)
  const isNoise = isChance || (isUnsteady && !isOtherPlan && tendency === 'same')
  const nested = isNoise ? [] : nestedChanges(base, head, indexes)
  const listed = isNoise ? [] : withFunctionsNamed(base, head, diffPlans(base.plan, head.plan, indexes), nested)
  const changes = isNoise ? [] : [...withWorkBeyondPlan(base, head, limits, listed, nested), ...nested]
  const writeGrowth = tendency === 'worse' ? explainWrite(base, head, changes, limits, indexes) : 'more'
  return {
    valueSet,
    base,
    head,
    limits,
    tendency: writeGrowth === 'indexes' ? 'same' : tendency,
    isOtherPlan,
    changes: [
      ...changes,
      ...(writeGrowth === 'more' ? [] : [upkeepChange(base, head)]),
      ...(isUnsteady || base.work.rows === head.work.rows ? [] : [rowsChange(base, head)]),
    ],
    writeGrowth,
  }
}

/** Whether the two sides returned another number of rows. */
export const hasOtherRows = ({ changes }: Run): boolean => changes.some(({ kind }) => kind === 'rows-differ')

const growth = ({ base, head }: Run) => totalBlocks(head.work) - totalBlocks(base.work)

/** The runs that were measured on both sides. */
export function measuredRuns(
  { runs, regret }: Pick<MeasuredStatement, 'runs' | 'regret'>,
  policy: ComparePolicy,
  indexes: IndexDefinitionPair,
  isWorseAtScale = false,
): readonly Run[] {
  return runs.flatMap(({ base, head, ...rest }) => {
    if (base.kind !== 'measured' || head.kind !== 'measured') return []
    const run = compareRun({ ...rest, base, head }, policy, indexes)
    return [{ ...run, doubt: run.tendency === 'worse' ? doubtOf(run, regret, isWorseAtScale) : undefined }]
  })
}

/**
 * The run that stands for the statement: the one that grew most among those that evidence agrees got worse, else among those
 * that got worse, else the one that fell most among the better ones, else the first with another plan, else the first with
 * another result, else the first.
 */
export function decisiveRun(runs: readonly Run[]): Run | undefined {
  const most = (tendency: Tendency, sign: 1 | -1, isWanted = (_: Run) => true) =>
    runs.filter(run => run.tendency === tendency && isWanted(run)).toSorted((a, b) => sign * (growth(b) - growth(a)))[0]
  return (
    most('worse', 1, run => run.doubt === undefined) ??
    most('worse', 1) ??
    most('better', -1) ??
    runs.find(run => run.isOtherPlan || run.writeGrowth !== 'more') ??
    runs.find(run => run.changes.some(isPlanChange)) ??
    runs.find(hasOtherRows) ??
    runs[0]
  )
}
