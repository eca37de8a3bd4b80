import type { ValueSet } from '../capture/snapshot.ts'
import type { Plan } from '../plan/plan.ts'
import { walk } from '../plan/walk.ts'
import { measure, type ReplaySide } from './measure.ts'
import type { Measurement } from './measurement.ts'
import { hideIndexes } from './regret.ts'

/** By the name of an index that is not rebuilt though the branch replaced a function in it: that function’s name. */
export type StaleIndexes = ReadonlyMap<string, string>

/** A statement that finds by an index what the table does not say. */
export interface Contradiction {
  readonly index: string
  readonly function: string
  /** Rows found or written on head by the index, and without it. */
  readonly rows: number
  readonly rowsWithout: number
}

/** Runs once more without the stale indexes of the plan; undefined where that finds the same rows, or cannot be told. */
export async function contradictionOf(
  head: ReplaySide,
  valueSet: ValueSet,
  measured: Measurement,
  stale: StaleIndexes,
  isWrite: boolean,
): Promise<Contradiction | undefined> {
  const [index] = measured.kind === 'measured' ? staleIn(measured.plan, stale) : []
  if (index === undefined || measured.kind !== 'measured' || head.as === undefined) return undefined
  const prepare = hideIndexes([...stale.keys()])
  const without = await measure({ ...head, prepare }, valueSet, isWrite)
  if (without.kind !== 'measured' || without.work.rows === measured.work.rows) return undefined
  return { index, function: stale.get(index)!, rows: measured.work.rows, rowsWithout: without.work.rows }
}

/** The stale indexes that a plan uses. */
export const staleIn = ({ root }: Plan, stale: StaleIndexes): readonly string[] =>
  stale.size === 0
    ? []
    : [...walk(root)].flatMap(({ node: { indexName } }) =>
        indexName !== undefined && stale.has(indexName) ? indexName : [],
      )
