import { diffPlans, isPlanChange } from '../plan/diff.ts'
import type { IndexDefinitionPair } from '../plan/index-definitions.ts'
import type { Plan } from '../plan/plan.ts'
import { counted } from '../plan/words.ts'
import type { Change } from './comparison.ts'
import type { Measured } from './runs.ts'
import { blocksBeyondPlan, isWorse, type WorseThan } from './thresholds.ts'

/**
 * Adds to what the plans say how the blocks outside them changed, and whether that was for the worse: triggers and
 * foreign-key checks run after the top node has been counted.
 */
export function withWorkBeyondPlan(
  base: Measured,
  head: Measured,
  limits: WorseThan,
  listed: readonly Change[],
): readonly Change[] {
  const before = blocksBeyondPlan(base.plan, base.work)
  const after = blocksBeyondPlan(head.plan, head.work)
  const isMore = isWorse(before, after, limits)
  if (!isMore && !isWorse(after, before, limits)) return listed
  const direction: Change['direction'] = isMore ? 'worse' : 'better'
  const hasTriggers = base.plan.triggers.length + head.plan.triggers.length > 0
  const names = new Set(
    [...head.plan.triggers, ...base.plan.triggers].map(({ constraint, name }) => constraint ?? name),
  )
  const change: Change = {
    kind: hasTriggers ? 'trigger-work' : 'nested-work',
    node: hasTriggers ? [...names].join(', ') : 'outside the plan',
    from: counted(before, 'page'),
    to: counted(after, 'page'),
    direction,
  }
  return [change, ...listed.map(other => (other.kind === 'trigger-work' ? { ...other, direction } : other))]
}

/** What changed in the statements that ran inside: functions and triggers. */
export function nestedChanges(base: Measured, head: Measured, indexes: IndexDefinitionPair): readonly Change[] {
  const plans = new Map(base.nested.map(({ text, plan }): [string, Plan] => [text, plan]))
  const seen = new Map(head.nested.map(({ text, plan }): [string, Plan] => [text, plan]))
  return [...seen].flatMap(([text, plan]) => {
    const before = plans.get(text)
    if (before === undefined) return []
    return diffPlans(before, plan, indexes)
      .filter(isPlanChange)
      .map(
        (change): Change => ({ ...change, kind: 'nested-work', node: `${change.node}, inside a function or trigger` }),
      )
  })
}
