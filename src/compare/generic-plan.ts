import { counted } from '../plan/words.ts'
import type { Change, MeasuredStatement } from './comparison.ts'
import { isWorse, type WorseThan } from './thresholds.ts'

/** A statement that the plan cache will make worse on head, and not on base: a risk, since the load itself had custom plans. */
export function genericPlanChanges(
  genericPlans: MeasuredStatement['genericPlans'],
  limits: WorseThan,
): readonly Change[] {
  if (genericPlans === undefined) return []
  const { base, head } = genericPlans
  const isRisk = isWorse(head.customBuffers, head.genericBuffers, limits)
  const isOld = base !== undefined && !isWorse(base.genericBuffers, head.genericBuffers, limits)
  if (!isRisk || isOld) return []
  return [
    {
      kind: 'generic-plan',
      node: 'plan cache',
      from: `${counted(head.customBuffers, 'page')} by a plan for the values`,
      to: `${counted(head.genericBuffers, 'page')} by the plan for any value, once it was executed five times`,
      direction: 'worse',
    },
  ]
}

/** The risk as the end of a sentence. */
export const genericPlanReason = ([risk]: readonly Change[]): string =>
  risk === undefined ? '' : `; a prepared statement reads ${risk.to}, instead of ${risk.from}`
