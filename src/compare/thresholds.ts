import type { Config } from '../config/schema.ts'
import type { Partitions } from '../plan/index-definitions.ts'
import type { Plan } from '../plan/plan.ts'
import { walk } from '../plan/walk.ts'
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

/**
 * The thresholds that hold for a statement: where it reads or writes a critical table (`orders` or `billing.orders`), or a
 * partition of one, only the relative growth counts.
 */
export function thresholdsFor(
  plans: readonly Plan[],
  { worse, 'critical-tables': criticalTables }: ComparePolicy,
  partitions: Partitions = new Map(),
): WorseThan {
  if (criticalTables.length === 0) return worse
  const names = plans
    .flatMap(({ root }) => [...walk(root)])
    .flatMap(({ node: { schema = 'public', relationName } }) => {
      if (relationName === undefined) return []
      const name = `${schema}.${relationName}`
      return [name, partitions.get(name) ?? name]
    })
  const isCritical = names.some(
    name => criticalTables.includes(name) || criticalTables.includes(name.slice(name.indexOf('.') + 1)),
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
