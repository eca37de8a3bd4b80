import type { Config } from '../config/schema.ts'
import { instancesOf } from '../plan/instances.ts'
import type { Plan } from '../plan/plan.ts'
import { inclusiveWork } from '../plan/work.ts'
import type { Work } from '../replay/measurement.ts'

/** From when on more work counts: relative growth, absolute growth, and the total being above the floor, all three. */
export type WorseThan = Config['gate']['worse']

/** What of the gate's policy decides whether a statement did more work. */
export type ComparePolicy = Pick<Config['gate'], 'worse' | 'critical-tables'>

export type Tendency = 'worse' | 'better' | 'same'

/** PostgreSQL's block, in bytes: WAL is held against the thresholds in blocks. */
const BLOCK_BYTES = 8192

/** Whether `after` blocks are more than `before` beyond all thresholds. */
export function isWorse(before: number, after: number, { ratio, blocks, floor }: WorseThan): boolean {
  return after > before * ratio && after - before >= blocks && Math.max(before, after) >= floor
}

/** The thresholds that hold for a statement: where it touches a critical table (`orders` or `billing.orders`) only the relative growth counts. */
export function thresholdsFor(
  plans: readonly Plan[],
  { worse, 'critical-tables': criticalTables }: ComparePolicy,
): WorseThan {
  const isCritical = plans.some(({ root }) =>
    [...instancesOf(root).of.values()].some(
      ({ schema, relation }) =>
        relation !== undefined &&
        (criticalTables.includes(relation) || criticalTables.includes(`${schema ?? 'public'}.${relation}`)),
    ),
  )
  return isCritical ? { ...worse, blocks: 0, floor: 0 } : worse
}

/** Blocks that decide: buffers and spilled blocks together. */
export const totalBlocks = ({ buffers, tempBlocks }: Work): number => buffers + tempBlocks

/**
 * Compares two works: buffers, temporary blocks and WAL each against the thresholds. Where one of them grew and another
 * fell, buffers and temporary blocks together decide.
 */
export function compareWork(before: Work, after: Work, limits: WorseThan): Tendency {
  const metrics = [
    [before.buffers, after.buffers],
    [before.tempBlocks, after.tempBlocks],
    [before.walBytes / BLOCK_BYTES, after.walBytes / BLOCK_BYTES],
  ] as const
  const grew = metrics.some(([a, b]) => isWorse(a, b, limits))
  const fell = metrics.some(([a, b]) => isWorse(b, a, limits))
  if (grew && fell) {
    if (isWorse(totalBlocks(before), totalBlocks(after), limits)) return 'worse'
    return isWorse(totalBlocks(after), totalBlocks(before), limits) ? 'better' : 'same'
  }
  if (grew) return 'worse'
  return fell ? 'better' : 'same'
}

/** Blocks of triggers and foreign-key checks: what the statement caused and its plan's top node does not count. */
export const blocksBeyondPlan = (plan: Plan, work: Work): number =>
  Math.max(0, work.buffers - inclusiveWork(plan.root).buffers)
