import type { ValueSet } from '../capture/snapshot.ts'
import { walk } from '../plan/walk.ts'
import type { Reruns } from './detail.ts'
import { inTransaction } from './execution.ts'
import { explain, type ReplaySide, toFailure } from './measure.ts'
import type { MeasuredPair, Measurement, Work } from './measurement.ts'

/** Executions a side that tell a write which does the same each time from one that does not. */
const TELLING_RUNS = 3
/** Of a statement's timeout: after so much of it no further of them begins. */
const TELLING_SHARE = 1 / 3
/**
 * Executions a side of one that does not: by chance alone all of head's lie above all of base's in 1 of 12,870 (8!·8!/16!),
 * and then they have to be apart by the thresholds as well. Fewer where two of them did the same, which settles it.
 */
const SPREAD_RUNS = 8

type Measured = Extract<Measurement, { kind: 'measured' }>
type Execution = Pick<Measured, 'plan' | 'work'>

/**
 * A pair that differs, as it was measured first and in detail. Where an execution differs from the next on one and the same side,
 * as with functions that ask the clock or draw their own random numbers, the two executions that are nearest to each other
 * stand for the sides, and the pair is marked as unsteady: what is still between them is no chance. That a read is steady
 * is seen by the executions that it had anyway.
 */
export async function asUnsteady(
  first: MeasuredPair,
  { pair, reruns }: { readonly pair: MeasuredPair; readonly reruns: Reruns },
  sides: { readonly base: ReplaySide; readonly head: ReplaySide },
  valueSets: { readonly base: ValueSet; readonly head: ValueSet },
  isWrite: boolean,
): Promise<MeasuredPair> {
  const { base, head } = pair
  if (base.kind !== 'measured' || head.kind !== 'measured') return pair
  const found: { base: Execution[]; head: Execution[] } = { base: [], head: [] }
  const run = async () => {
    found.base.push(await execute(sides.base, valueSets.base, isWrite))
    found.head.push(await execute(sides.head, valueSets.head, isWrite))
  }
  try {
    const isCounted = !isWrite && sides.base.meter.isCounting && sides.head.meter.isCounting
    const isTold = isCounted
      ? !repeats(first, pair) || isVaried(base.work, reruns.base) || isVaried(head.work, reruns.head)
      : await tellByRunning(first, { ...pair, base, head }, found, run, isWrite, sides.head.timeoutMs)
    if (!isTold) return pair
    while (found.base.length < SPREAD_RUNS && distance(nearestOf(found)) > CATALOG_BLOCKS) await run()
  } catch (error) {
    // It ran before: one that fails now and then is left as it was measured.
    toFailure(error)
    return pair
  }
  const nearest = nearestOf(found)
  return { ...pair, base: { ...base, ...nearest?.before }, head: { ...head, ...nearest?.after }, isUnsteady: true }
}

/** Whether one of a few more executions differs from the first on its side. */
async function tellByRunning(
  first: MeasuredPair,
  pair: MeasuredPair & Record<'base' | 'head', Measured>,
  found: Record<'base' | 'head', Execution[]>,
  run: () => Promise<void>,
  isWrite: boolean,
  timeoutMs: number,
): Promise<boolean> {
  const started = performance.now()
  const isTimeLeft = () => performance.now() - started < TELLING_SHARE * timeoutMs
  while (found.base.length < TELLING_RUNS && (found.base.length === 0 || isTimeLeft())) await run()
  const again = { ...pair, base: { ...pair.base, ...found.base[0] }, head: { ...pair.head, ...found.head[0] } }
  return !repeats(first, again) || areVaried(found.base, isWrite) || areVaried(found.head, isWrite)
}

interface Nearest {
  readonly before: Execution
  readonly after: Execution
}

function nearestOf(found: Record<'base' | 'head', readonly Execution[]>): Nearest | undefined {
  const pairs = found.base.flatMap(before => found.head.map(after => ({ before, after })))
  return pairs.toSorted((a, b) => distance(a) - distance(b))[0]
}

const distance = (pair: Nearest | undefined): number =>
  pair === undefined ? Number.POSITIVE_INFINITY : Math.abs(blocksOf(pair.before.work) - blocksOf(pair.after.work))

const blocksOf = ({ buffers, tempBlocks }: Work) => buffers + tempBlocks

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

/** Share of its pages by which an execution that did another thing differs at least. */
const CATALOG_RATIO = 0.02

/** A write leaves dead rows behind, so that the pages of its next execution are others. */
function areVaried(runs: readonly Execution[], isWrite: boolean): boolean {
  const [first] = runs
  return runs.some(run => !findsSameRows(run, first!) || (!isWrite && readsOther(run.work, first!.work)))
}

/** The first run in another session may read the catalog, so that none needs to be as it was measured, but one of them does. */
function isVaried(measured: Work, runs: readonly Work[]): boolean {
  const warm = runs.length > 1 ? runs.slice(1) : runs
  return (
    runs.every(run => readsOther(run, measured)) ||
    warm.some(run => run.rows !== warm[0]!.rows || readsOther(run, warm[0]!))
  )
}

function readsOther(a: Work, b: Work): boolean {
  const apart = Math.abs(a.buffers - b.buffers)
  return apart > CATALOG_BLOCKS && apart > CATALOG_RATIO * b.buffers
}
