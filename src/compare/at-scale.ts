import { diffPlans, isPlanChange } from '../plan/diff.ts'
import type { IndexDefinitionPair } from '../plan/index-definitions.ts'
import { isSamePlan } from '../plan/same-plan.ts'
import { shapeOf } from '../plan/shape.ts'
import { grouped } from '../plan/words.ts'
import type { AtScale, PlannedPair } from './comparison.ts'
import { changeReason } from './reason.ts'

/**
 * A plan of production's size counts as dearer from twice the cost on, and only where it is another plan: what the planner
 * reckons says little about amounts, and much about which of two plans it takes for the dearer one.
 */
const DEARER_RATIO = 2
const DEARER_COST = 100

const costOf = (plan: PlannedPair['base']) => plan.root.totalCost
const isDearer = (before: number, after: number) => after >= DEARER_RATIO * before && after - before >= DEARER_COST

/** What the planner says of a statement at production's size: the values whose plan got dearest, else those whose got cheapest. */
export function compareAtScale(
  pairs: readonly PlannedPair[] | undefined,
  indexes: IndexDefinitionPair,
): AtScale | undefined {
  const looked = (pairs ?? []).map(({ base, head }) => ({
    base,
    head,
    growth: costOf(head) - costOf(base),
    isOther: !isSamePlan(base, head, indexes),
  }))
  const others = looked.filter(({ isOther }) => isOther).toSorted((a, b) => b.growth - a.growth)
  const worst = others.find(({ base, head }) => isDearer(costOf(base), costOf(head)))
  const best = others.findLast(({ base, head }) => isDearer(costOf(head), costOf(base)))
  const told = worst ?? best ?? others[0] ?? looked[0]
  if (told === undefined) return undefined
  const side = (plan: PlannedPair['base'], definitions: ReadonlyMap<string, string>) => ({
    cost: costOf(plan),
    shape: shapeOf(plan, definitions),
    plan,
  })
  return {
    tendency: worst !== undefined ? 'worse' : best !== undefined ? 'better' : 'same',
    base: side(told.base, indexes.base),
    head: side(told.head, indexes.head),
    changes: told.isOther ? diffPlans(told.base, told.head, indexes).filter(isPlanChange) : [],
  }
}

/** `at production’s size the planner’s cost is 43,000 instead of 12: on orders, Index Scan became Seq Scan`. */
export function atScaleReason({ base, head, changes, tendency }: AtScale): string {
  const change = changes.find(({ direction }) => direction === tendency) ?? changes[0]
  const why = change === undefined ? '' : `: ${changeReason(change)}`
  return `at production’s size the planner’s cost is ${grouped(Math.round(head.cost))} instead of ${grouped(Math.round(base.cost))}${why}`
}
