import type { AdviceBudget } from '../config/schema.ts'
import { type Effect, perLoad, type Totals, totalsOf } from './effect.ts'

/** What an index takes. */
export interface Burden {
  readonly sizeBytes: number
  /** Of its table, with partitions and toasted values. */
  readonly tableBytes: number
  /** What the writes of the load do without it and with it, where that was measured. */
  readonly writes: readonly Effect[]
}

/** By what indexes of one table are over what may be advised for it; undefined where they are not. */
export function overrunOf(budget: AdviceBudget, indexes: readonly Burden[]): string | undefined {
  const [size, cost] = [sizeOf(indexes), writeCostOf(indexes)]
  if (size > budget['index-size'])
    return `${size.toFixed(1)} times the size of the table, over the budget of ${budget['index-size']}`
  if (cost > budget['write-cost'])
    return `${cost.toFixed(1)} times the work of the load’s writes, over the budget of ${budget['write-cost']}`
  return undefined
}

function sizeOf(indexes: readonly Burden[]): number {
  const table = Math.max(0, ...indexes.map(({ tableBytes }) => tableBytes))
  return table === 0 ? 0 : indexes.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / table
}

/**
 * How many times the work the writes take with all of the indexes: pages or WAL, whichever grows more. What each adds was measured
 * by itself, and adds up.
 */
function writeCostOf(indexes: readonly Burden[]): number {
  return Math.max(
    growthOf(indexes, ({ blocks }) => blocks),
    growthOf(indexes, ({ walBytes }) => walBytes),
  )
}

function growthOf(indexes: readonly Burden[], figure: (totals: Totals) => number): number {
  const before = new Map<string, number>()
  let more = 0
  for (const effect of indexes.flatMap(({ writes }) => writes)) {
    const [start, end] = [totalsOf(effect.before), totalsOf(effect.after)]
    if (start === undefined || end === undefined) continue
    before.set(effect.statement.name, perLoad(effect, figure(start)))
    more += perLoad(effect, figure(end) - figure(start))
  }
  const total = [...before.values()].reduce((sum, each) => sum + each, 0)
  return total === 0 ? 1 : 1 + Math.max(0, more) / total
}
