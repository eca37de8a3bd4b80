import type { Statement } from '../capture/snapshot.ts'
import type { IndexDefinitionPair } from '../plan/index-definitions.ts'
import { shapeOf } from '../plan/shape.ts'
import type { Measurement } from '../replay/measurement.ts'
import { doubtWords, fastest } from './agreement.ts'
import { atScaleReason, compareAtScale } from './at-scale.ts'
import { type CallCounts, callChanges, callsReason, countCalls } from './calls.ts'
import type { Comparison, MeasuredStatement, SideResult } from './comparison.ts'
import { type Conclusion, conclude, isMeasured } from './conclude.ts'
import { genericPlanChanges, genericPlanReason } from './generic-plan.ts'
import type { Measured } from './runs.ts'
import type { ComparePolicy } from './thresholds.ts'

function sideOf(
  side: Measured | undefined,
  statement: Statement | undefined,
  indexes: ReadonlyMap<string, string>,
): SideResult | undefined {
  if (side === undefined) return undefined
  return {
    ...side.work,
    cost: side.plan.root.totalCost,
    durationMs: fastest(side),
    shape: shapeOf(side.plan, indexes),
    calls: statement?.stats.calls ?? 0,
    totalExecTime: statement?.stats.totalExecTime ?? 0,
    plan: side.plan,
    nested: side.nested,
  }
}

const buffersOf = (measurement: Measurement) => (isMeasured(measurement) ? measurement.work.buffers : undefined)

function confidenceOf({ status, base, head, isInferred = false }: Conclusion): Comparison['confidence'] {
  if (status === 'broken') return isInferred ? 'inferred' : 'executed'
  const plan = (head ?? base)?.plan
  if (plan === undefined) return 'none'
  return plan.root.actualLoops === undefined ? 'plan' : 'executed'
}

function compareStatement(
  measured: MeasuredStatement,
  policy: ComparePolicy,
  indexes: IndexDefinitionPair,
  counts: CallCounts,
): Comparison {
  const { pair } = measured
  const atScale = compareAtScale(measured.atScale, indexes)
  const conclusion = conclude(measured, policy, indexes, atScale?.tendency === 'worse')
  const statement = (pair.head ?? pair.base)!
  const { status, run } = conclusion
  const risks = genericPlanChanges(measured.genericPlans, policy.worse)
  const scaled = atScale === undefined || atScale.tendency === 'same' ? '' : `; ${atScaleReason(atScale)}`
  const calls = callChanges(pair, counts)
  const reason = `${callsReason(calls)}${conclusion.reason}${genericPlanReason(risks)}${scaled}`
  return {
    name: pair.name,
    isNamed: statement.isNamed,
    fingerprint: statement.key.fingerprint,
    text: statement.text,
    baseText: pair.relation === 'edited' ? pair.base?.text : undefined,
    source: statement.source,
    status,
    base: sideOf(conclusion.base, pair.base, indexes.base),
    head: sideOf(conclusion.head, pair.head, indexes.head),
    valueSets: measured.runs.map(({ valueSet, base, head }) => ({
      why: (pair.base ?? statement).valueSets[valueSet]?.why ?? 'only',
      baseBuffers: buffersOf(base),
      headBuffers: buffersOf(head),
    })),
    ...(run !== undefined && { decidingSet: run.valueSet }),
    changes: [...(run?.changes ?? []), ...(conclusion.changes ?? []), ...calls, ...risks],
    cause: undefined,
    confidence: confidenceOf(conclusion),
    reason,
    ...(atScale !== undefined && { atScale }),
    agrees: status === 'regressed' && run?.tendency === 'worse' && run.doubt === undefined,
    ...(run?.doubt !== undefined && status === 'regressed' && { doubt: doubtWords(run.doubt) }),
    isWrite: statement.isWrite,
    ...(conclusion.isAlike === true && { isUnmeasuredAlike: true }),
  }
}

/**
 * Judges every statement by what it did on the two sides; equal inputs give equal outputs, and a statement that did the
 * same on both is `unchanged`. `indexes` are both sides' index definitions by name, so that a renamed index is the same.
 */
export function compareStatements(
  measured: readonly MeasuredStatement[],
  policy: ComparePolicy,
  indexes: IndexDefinitionPair,
): readonly Comparison[] {
  const counts = countCalls(measured.map(({ pair }) => pair))
  return measured.map(statement => compareStatement(statement, policy, indexes, counts))
}
