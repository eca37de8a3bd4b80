import type { ValueSet } from '../capture/snapshot.ts'
import { walk } from '../plan/walk.ts'
import { inTransaction } from './execution.ts'
import { explain, type ReplaySide, toFailure } from './measure.ts'
import type { MeasuredPair, Measurement } from './measurement.ts'

/** Executions a side that tell a statement which does the same each time from one that does not. */
const TELLING_RUNS = 3
/**
 * Executions a side of one that does not: by chance alone all of head's lie above all of base's in 1 of 12,870 (8!·8!/16!),
 * and then they have to be apart by the thresholds as well.
 */
const SPREAD_RUNS = 8

type Measured = Extract<Measurement, { kind: 'measured' }>
type Execution = Pick<Measured, 'plan' | 'work'>

/**
 * A pair that differs, as it was measured first and in detail. Where an execution differs from the next on one and the same side,
 * as with functions that ask the clock or draw their own random numbers, the two executions that are nearest to each other
 * stand for the sides, and the pair is marked as unsteady: what is still between them is no chance.
 */
export async function asUnsteady(
  first: MeasuredPair,
  pair: MeasuredPair,
  sides: { readonly base: ReplaySide; readonly head: ReplaySide },
  valueSets: { readonly base: ValueSet; readonly head: ValueSet },
  isWrite: boolean,
): Promise<MeasuredPair> {
  const { base, head } = pair
  if (base.kind !== 'measured' || head.kind !== 'measured') return pair
  const found: { base: Execution[]; head: Execution[] } = { base: [], head: [] }
  const isTold = () =>
    !repeats(first, { ...pair, base: { ...base, ...found.base[0] }, head: { ...head, ...found.head[0] } }) ||
    isVaried(found.base, isWrite) ||
    isVaried(found.head, isWrite)
  try {
    for (let run = 0; run < SPREAD_RUNS; run++) {
      if (run === TELLING_RUNS && !isTold()) return pair
      found.base.push(await execute(sides.base, valueSets.base, isWrite))
      found.head.push(await execute(sides.head, valueSets.head, isWrite))
    }
  } catch (error) {
    // It ran before: one that fails now and then is left as it was measured.
    toFailure(error)
    return pair
  }
  const pairs = found.base.flatMap(before => found.head.map(after => ({ before, after })))
  const nearest = pairs.reduce((best, each) => (distance(each) < distance(best) ? each : best))
  return { ...pair, base: { ...base, ...nearest.before }, head: { ...head, ...nearest.after }, isUnsteady: true }
}

const distance = ({ before, after }: { readonly before: Execution; readonly after: Execution }): number =>
  Math.abs(before.work.buffers + before.work.tempBlocks - after.work.buffers - after.work.tempBlocks)

async function execute(side: ReplaySide, valueSet: ValueSet, isWrite: boolean): Promise<Execution> {
  return await inTransaction(side.client, valueSet, { ...side, isWrite }, async statement => {
    await side.meter.reset()
    const { plan, work } = await explain(side, statement)
    return { plan, work }
  })
}

/** What an execution found, node by node: the same for two executions of a statement on the same rows. */
const rowsOf = ({ plan, work }: Execution): string =>
  JSON.stringify([
    work.rows,
    ...[...walk(plan.root)].map(({ node }) => [node.actualRows, node.actualLoops, node.rowsRemovedByFilter]),
  ])

/** Whether two executions found the same rows at every node. */
export const findsSameRows = (a: Execution, b: Execution): boolean => rowsOf(a) === rowsOf(b)

/** Whether both sides found the same rows when they were measured again. */
export function repeats(first: MeasuredPair, second: MeasuredPair): boolean {
  return (['base', 'head'] as const).every(side => {
    const [before, after] = [first[side], second[side]]
    return before.kind !== 'measured' || after.kind !== 'measured' || findsSameRows(before, after)
  })
}

/** Blocks by which executions may differ for what catalog look-ups cost. */
const CATALOG_BLOCKS = 8

/** A write leaves dead rows behind, so that the pages of its next execution are others. */
function isVaried(runs: readonly Execution[], isWrite: boolean): boolean {
  const [first] = runs
  return runs.some(
    run =>
      !findsSameRows(run, first!) || (!isWrite && Math.abs(run.work.buffers - first!.work.buffers) > CATALOG_BLOCKS),
  )
}
