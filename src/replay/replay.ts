import { isDeepStrictEqual } from 'node:util'
import type { ValueSet } from '../capture/snapshot.ts'
import type { MeasuredStatement, StatementPair } from '../compare/comparison.ts'
import type { Plan } from '../plan/plan.ts'
import { shapeOf } from '../plan/shape.ts'
import type { Database, Server } from '../postgres/server.ts'
import { findStaleIndexes } from '../postgres/stale-indexes.ts'
import type { Progress } from '../progress.ts'
import { connectForDetail, measureInDetail } from './detail.ts'
import { tryGenericPlan } from './generic-plan.ts'
import { keepVersions } from './keep-versions.ts'
import { measure, type ReplaySide } from './measure.ts'
import type { MeasuredPair, Measurement } from './measurement.ts'
import { measureRegret } from './regret.ts'
import { contradictionOf, type StaleIndexes, staleIn } from './stale-indexes.ts'
import { asUnsteady, findsSameRows, repeats } from './unsteady.ts'
import { createWorkMeter } from './work.ts'

type Indexes = ReadonlyMap<string, string>

export interface ReplayOptions {
  readonly timeoutMs: number
  readonly indexes: { readonly base: Indexes; readonly head: Indexes }
  readonly progress: Progress
  readonly signal: AbortSignal
}

interface ReplayWork extends ReplayOptions {
  readonly stale: StaleIndexes
}

interface Sides<T> {
  readonly base: T
  readonly head: T
}

const isWrite = ({ base, head }: StatementPair) => (base?.isWrite ?? false) || (head?.isWrite ?? false)

/** Making temporary objects leaves dead rows in the catalog, though it is rolled back. */
const leavesTraces = (pair: StatementPair) =>
  isWrite(pair) ||
  [...(pair.base?.valueSets ?? []), ...(pair.head?.valueSets ?? [])].some(({ setup }) => setup !== undefined)

/**
 * Replays every statement with the same values on both frozen databases, side by side. Reads leave the databases as they
 * were; writes, and what needs temporary objects, run on copies, so that base and head stay as good as new.
 */
export async function replay(
  server: Server,
  databases: Sides<Database>,
  pairs: readonly StatementPair[],
  options: ReplayOptions,
): Promise<readonly MeasuredStatement[]> {
  const results = new Map<StatementPair, MeasuredStatement>()
  const work = { ...options, stale: await staleIndexesOf(databases) }
  const writes = pairs.filter(leavesTraces)
  await replayGroup(
    server,
    databases,
    pairs.filter(pair => !leavesTraces(pair)),
    false,
    work,
    results,
  )
  if (writes.length > 0) {
    const copies = await copyBoth(server, databases, 'write')
    {
      await using _ = await keepVersions(copies.base)
      await replayGroup(server, copies, writes, true, work, results)
    }
    await Promise.all([server.dropDatabase(copies.base), server.dropDatabase(copies.head)])
    await confirmWrites(server, databases, writes, work, results)
  }
  return pairs.map(pair => results.get(pair) as MeasuredStatement)
}

async function staleIndexesOf(databases: Sides<Database>): Promise<StaleIndexes> {
  await using base = await databases.base.connect('owner')
  await using head = await databases.head.connect('owner')
  return new Map((await findStaleIndexes(base, head)).map(({ name, function: called }) => [name, called]))
}

async function replayGroup(
  server: Server,
  databases: Sides<Database>,
  pairs: readonly StatementPair[],
  onCopies: boolean,
  options: ReplayWork,
  results: Map<StatementPair, MeasuredStatement>,
): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const open = async (database: Database): Promise<ReplaySide> => ({
    client: resources.use(await database.connect('owner')),
    meter: createWorkMeter(server, database),
    timeoutMs: options.timeoutMs,
  })
  const sides = { base: await open(databases.base), head: await open(databases.head) }
  for (const [index, pair] of pairs.entries()) {
    options.signal.throwIfAborted()
    options.progress.step(`${index + 1} of ${pairs.length} ${onCopies ? 'writes' : 'reads'}: ${pair.name}`)
    results.set(pair, await measurePair(sides, pair))
  }
  const suspects = onCopies ? [] : pairs.filter(pair => differs(results.get(pair) as MeasuredStatement, options))
  if (suspects.length === 0) return
  const detail = {
    base: await connectForDetail(server, databases.base, options.timeoutMs),
    head: await connectForDetail(server, databases.head, options.timeoutMs),
  }
  resources.use(detail.base.client)
  resources.use(detail.head.client)
  for (const [index, pair] of suspects.entries()) {
    options.progress.step(`${index + 1} of ${suspects.length} that differ: ${pair.name}`)
    results.set(pair, await lookCloser(results.get(pair) as MeasuredStatement, detail, options))
  }
}

/** Writes that differ are measured again, each on fresh copies: no other write has touched their pages. */
async function confirmWrites(
  server: Server,
  databases: Sides<Database>,
  pairs: readonly StatementPair[],
  options: ReplayWork,
  results: Map<StatementPair, MeasuredStatement>,
): Promise<void> {
  const suspects = pairs.filter(pair => differs(results.get(pair) as MeasuredStatement, options))
  for (const [index, pair] of suspects.entries()) {
    options.signal.throwIfAborted()
    options.progress.step(`${index + 1} of ${suspects.length} writes that differ, on fresh copies: ${pair.name}`)
    const copies = await copyBoth(server, databases, 'confirm')
    {
      await using resources = new AsyncDisposableStack()
      resources.use(await keepVersions(copies.base))
      const sides = {
        base: await connectForDetail(server, copies.base, options.timeoutMs),
        head: await connectForDetail(server, copies.head, options.timeoutMs),
      }
      resources.use(sides.base.client)
      resources.use(sides.head.client)
      results.set(pair, await lookCloser(await measurePair(sides, pair), sides, options))
    }
    await Promise.all([server.dropDatabase(copies.base), server.dropDatabase(copies.head)])
  }
}

async function copyBoth(server: Server, databases: Sides<Database>, what: string): Promise<Sides<Database>> {
  server.copyAhead(databases.head)
  const copies = {
    base: await server.createDatabase(`base_${what}`, databases.base),
    head: await server.createDatabase(`head_${what}`, databases.head),
  }
  // For writes that differ, and for what comes after the replay.
  server.copyAhead(databases.base)
  server.copyAhead(databases.head)
  return copies
}

const SKIPPED: Measurement = { kind: 'skipped', reason: 'this side’s load does not send it' }

async function measurePair(sides: Sides<ReplaySide>, pair: StatementPair): Promise<MeasuredStatement> {
  const unmeasured = pair.head?.unmeasured ?? pair.base?.unmeasured
  const runs: MeasuredPair[] = []
  if (unmeasured === undefined) {
    for (const { index, base, head } of valueSetsOf(pair)) {
      const onBase = base === undefined ? SKIPPED : await measure(sides.base, base, isWrite(pair))
      const onHead = head === undefined ? SKIPPED : await measure(sides.head, head, isWrite(pair))
      runs.push({ valueSet: index, base: onBase, head: sharingPlan(onHead, onBase) })
    }
  } else {
    const skipped: Measurement = { kind: 'skipped', reason: unmeasured }
    runs.push({ valueSet: 0, base: skipped, head: skipped })
  }
  const compatibility = await measureCompatibility(sides.head, pair)
  const genericPlans = isWrite(pair) || pair.relation !== 'same' ? undefined : await tryGenericPlans(sides, pair, runs)
  return { pair, runs, compatibility, regret: undefined, ...(genericPlans && { genericPlans }) }
}

/** Looked at on base only where head has something to report. */
async function tryGenericPlans(
  sides: Sides<ReplaySide>,
  pair: StatementPair,
  runs: readonly MeasuredPair[],
): Promise<MeasuredStatement['genericPlans']> {
  const sets = valueSetsOf(pair)
  const callsOf = (side: 'base' | 'head') =>
    runs.flatMap(run => {
      const valueSet = sets[run.valueSet]?.[side]
      return valueSet === undefined ? [] : [{ valueSet, measured: run[side] }]
    })
  const head = await tryGenericPlan(sides.head, callsOf('head'))
  return head && { head, base: await tryGenericPlan(sides.base, callsOf('base')) }
}

/** Mostly both sides do the same to the last block: one tree then serves for both, which halves what thousands of plans take. */
function sharingPlan(head: Measurement, base: Measurement): Measurement {
  if (head.kind !== 'measured' || base.kind !== 'measured') return head
  const { root, settings } = base.plan
  if (!isDeepStrictEqual([head.plan.root, head.plan.settings], [root, settings])) return head
  return { ...head, plan: { ...head.plan, root, settings } }
}

/** Base's text on head's schema, where head no longer sends it. */
async function measureCompatibility(head: ReplaySide, pair: StatementPair): Promise<Measurement | undefined> {
  const valueSet = pair.base?.valueSets[0]
  if (pair.relation === 'same' || valueSet === undefined || pair.base?.unmeasured !== undefined) return undefined
  return measure(head, valueSet, isWrite(pair))
}

/** The same values on both sides: base's where it has the statement, for an edited one each side's own. */
export function valueSetsOf(pair: StatementPair): readonly { index: number; base?: ValueSet; head?: ValueSet }[] {
  if (pair.base === undefined) return (pair.head?.valueSets ?? []).map((head, index) => ({ index, head }))
  if (pair.head === undefined) return pair.base.valueSets.map((base, index) => ({ index, base }))
  if (pair.relation === 'same') {
    const [ofBase, ofHead] = [pair.base.valueSets[0], pair.head.valueSets[0]]
    return pair.base.valueSets.map((set, index) => ({
      index,
      base: asSentBy(set, ofBase, ofHead),
      head: asSentBy(set, ofHead, ofBase),
    }))
  }
  const count = Math.min(pair.base.valueSets.length, pair.head.valueSets.length)
  return Array.from({ length: count }, (_, index) => ({
    index,
    base: pair.base?.valueSets[index] as ValueSet,
    head: pair.head?.valueSets[index] as ValueSet,
  }))
}

/**
 * Base's values as a side's driver binds them. What its own plans do not show is taken from the other side's, so that a
 * difference is one that was seen; generic plans are in use only where both sides have them, or where a setting says so.
 */
function asSentBy(set: ValueSet, own: ValueSet | undefined, other: ValueSet | undefined): ValueSet {
  const isSet = own?.isGenericFromTheFirst === true
  const isGeneric =
    isSet || (own?.isGeneric === true && other?.isGeneric === true && other.isGenericFromTheFirst !== true)
  if (own?.types === undefined && other?.types === undefined && set.isGeneric !== true && !isSet) return set
  const pick = (at: number) => (own?.types?.[at] === undefined ? other?.types?.[at] : own.types[at])
  return { ...set, types: set.values.map((_, at) => pick(at)), isGeneric }
}

const hasOtherPlan = ({ base, head }: MeasuredPair, indexes: Sides<Indexes>) =>
  base.kind === 'measured' && head.kind === 'measured' && isOtherPlan({ base: base.plan, head: head.plan }, indexes)

const isOtherPlan = (plans: Sides<Plan>, indexes: Sides<Indexes>) =>
  shapeOf(plans.base, indexes.base) !== shapeOf(plans.head, indexes.head)

/**
 * Whether a statement is worth a closer look: another plan, other rows, any difference in work beyond a few blocks of catalog, or
 * an index that may be wrong.
 */
function differs(measured: MeasuredStatement, { indexes, stale }: ReplayWork): boolean {
  return measured.runs.some(({ base, head }) => {
    if (base.kind !== 'measured' || head.kind !== 'measured') return false
    if (isOtherPlan({ base: base.plan, head: head.plan }, indexes)) return true
    if (!findsSameRows(base, head) || staleIn(head.plan, stale).length > 0) return true
    const more = Math.abs(base.work.buffers - head.work.buffers)
    return more > 8 && more > 0.02 * base.work.buffers
  })
}

async function lookCloser(
  measured: MeasuredStatement,
  sides: Sides<ReplaySide>,
  options: ReplayWork,
): Promise<MeasuredStatement> {
  const { pair } = measured
  const sets = valueSetsOf(pair)
  const runs: MeasuredPair[] = []
  let regret: number | undefined
  let contradiction: MeasuredStatement['contradiction']
  for (const run of measured.runs) {
    const set = sets[run.valueSet]
    if (set?.base === undefined || set.head === undefined || set.base.why === 'never seen') runs.push(run)
    else {
      const valueSets = { base: set.base, head: set.head }
      const detailed = await measureInDetail(run, sides, valueSets, isWrite(pair))
      const isSteady = hasOtherPlan(run, options.indexes) && repeats(run, detailed.pair)
      runs.push(isSteady ? detailed.pair : await asUnsteady(run, detailed, sides, valueSets, isWrite(pair)))
      if (runs.at(-1)?.isUnsteady !== true)
        contradiction ??= await contradictionOf(sides.head, set.head, run.head, options.stale, isWrite(pair))
      if (run.base.kind === 'measured' && run.head.kind === 'measured' && pair.relation === 'same') {
        const found = await regretOf(
          sides.head,
          set.head,
          { base: run.base.plan, head: run.head.plan },
          options.indexes,
        )
        regret = found === undefined ? regret : Math.max(regret ?? 0, found)
      }
    }
  }
  return { ...measured, runs, regret, ...(contradiction && { contradiction }) }
}

async function regretOf(
  head: ReplaySide,
  valueSet: ValueSet,
  plans: Sides<Plan>,
  indexes: Sides<Indexes>,
): Promise<number | undefined> {
  if (!isOtherPlan(plans, indexes)) return undefined
  return measureRegret(head, valueSet, plans, indexes)
}
