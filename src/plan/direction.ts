import type { Change } from '../compare/comparison.ts'

export type Direction = Change['direction']

/** Differences in blocks below both of these decide nothing: a page of an index more or less is no progress. */
const EQUAL_BLOCKS = 4
const EQUAL_SHARE = 0.1

/**
 * Whether a change is for the worse: what was read decides where both plans were executed, because a Seq Scan on a
 * small table is better than the index it replaces; else `usually`, which is what the kind of change means by experience.
 */
export function judgeDirection(usually: Direction, before: number | undefined, after: number | undefined): Direction {
  if (before === undefined || after === undefined) return usually
  if (Math.abs(after - before) <= Math.max(EQUAL_BLOCKS, before * EQUAL_SHARE)) return 'neutral'
  return after > before ? 'worse' : 'better'
}
