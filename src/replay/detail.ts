import type { ValueSet } from '../capture/snapshot.ts'
import { parsePlan } from '../plan/parse.ts'
import type { Notice } from '../postgres/client.ts'
import { readOwnerSettings } from '../postgres/role-settings.ts'
import type { Database, Server } from '../postgres/server.ts'
import { inTransaction } from './execution.ts'
import { explain, type ReplaySide, runPlainly, toFailure } from './measure.ts'
import type { InnerPlan, MeasuredPair, Measurement, Work } from './measurement.ts'
import { createWorkMeter } from './work.ts'

/** Executions a side for the time of a statement that differs, taken in turn: main, branch, main, … */
const TIMED_RUNS = 5
/** Of a statement's timeout: after so much of it no further run begins, since of a slow statement one more tells enough. */
const TIMED_SHARE = 1 / 3
/** What the catalog costs the first execution of a session does not show in a statement that takes longer than this. */
const SLOW_MS = 1_000

/** As in a plain replay, and the time of each node. */
const TIMED = ['analyze', 'verbose', 'buffers', 'wal', 'settings', 'timing on', 'format json']

type Measured = Extract<Measurement, { kind: 'measured' }>

/**
 * A connection whose statements' inner plans (functions, triggers) come back as notices of auto_explain. That needs the
 * superuser; the statements themselves run as the owner.
 */
export async function connectForDetail(server: Server, database: Database, timeoutMs: number): Promise<ReplaySide> {
  const meter = createWorkMeter(server, database)
  if (!server.hasSuperuser) return { client: await database.connect('owner'), meter, timeoutMs }
  const client = await database.connect('superuser')
  await client.run(`
    set auto_explain.log_min_duration = 0; set auto_explain.log_analyze = on; set auto_explain.log_buffers = on;
    set auto_explain.log_timing = off; set auto_explain.log_verbose = on; set auto_explain.log_nested_statements = on;
    set auto_explain.log_format = json; set auto_explain.log_level = notice`)
  const roleSettings = await readOwnerSettings(server.admin, database)
  return { client, meter, timeoutMs, as: database.env.PGUSER, roleSettings }
}

/** What plain executions did after those that were measured, in order. Empty of writes. */
export interface Reruns {
  readonly base: readonly Work[]
  readonly head: readonly Work[]
}

/** Adds to a pair what only the statements that differ are worth: times of nodes, repeated times, plans of inner statements. */
export async function measureInDetail(
  pair: MeasuredPair,
  sides: { readonly base: ReplaySide; readonly head: ReplaySide },
  valueSets: { readonly base: ValueSet; readonly head: ValueSet },
  isWrite: boolean,
): Promise<{ readonly pair: MeasuredPair; readonly reruns: Reruns }> {
  const barelyRuns = (side: Measurement) => side.kind === 'measured' && side.cachesPlans === true
  if (barelyRuns(pair.base) || barelyRuns(pair.head)) return { pair, reruns: { base: [], head: [] } }
  const base =
    pair.base.kind === 'measured' ? await timeNodes(pair.base, sides.base, valueSets.base, isWrite) : pair.base
  const head =
    pair.head.kind === 'measured' ? await timeNodes(pair.head, sides.head, valueSets.head, isWrite) : pair.head
  const reruns: { base: Work[]; head: Work[] } = { base: [], head: [] }
  if (base.kind !== 'measured' || head.kind !== 'measured' || isWrite) return { pair: { ...pair, base, head }, reruns }
  const durations = { base: [...base.durationsMs], head: [...head.durationsMs] }
  const started = performance.now()
  const isTimeLeft = () => performance.now() - started < TIMED_SHARE * sides.head.timeoutMs
  for (let run = 0; run < TIMED_RUNS && (run === 0 || isTimeLeft()); run++) {
    for (const side of ['base', 'head'] as const) {
      const again = await runOnce(sides[side], valueSets[side]).catch(orTimedOut)
      if (again === undefined) continue
      durations[side].push(again.durationMs)
      reruns[side].push(again.work)
    }
  }
  const timed = {
    ...pair,
    base: { ...base, durationsMs: durations.base },
    head: { ...head, durationsMs: durations.head },
  }
  return { pair: timed, reruns }
}

async function timeNodes(
  known: Measured,
  side: ReplaySide,
  valueSet: ValueSet,
  isWrite: boolean,
): Promise<Measurement> {
  try {
    return await inTransaction(side.client, valueSet, { ...side, isWrite }, async statement => {
      await side.meter.reset()
      // The first execution in a session reads the catalog as well, and charges the nodes with it.
      if (!isWrite && Math.min(...known.durationsMs) < SLOW_MS) await explain(side, statement, TIMED)
      side.client.takeNotices()
      const { plan } = await explain(side, statement, TIMED)
      return { ...known, plan, nested: readNested(side.client.takeNotices()) }
    })
  } catch (error) {
    const failure = toFailure(error)
    // That it was looked at so closely is what took it longer than it may take.
    return failure.kind === 'failed' && failure.timedOut ? known : failure
  }
}

/** Nothing of an execution that took longer than the one that was measured. */
function orTimedOut(error: unknown): undefined {
  const failure = toFailure(error)
  if (failure.kind === 'failed' && failure.timedOut) return undefined
  throw error
}

/** Plans of what a statement runs inside, the last hundred; none where it fails. */
export async function readInnerPlans(
  side: ReplaySide,
  valueSet: ValueSet,
  isWrite: boolean,
): Promise<readonly InnerPlan[]> {
  try {
    return await inTransaction(side.client, valueSet, { ...side, isWrite }, async statement => {
      side.client.takeNotices()
      await explain(side, statement)
      return readNested(side.client.takeNotices())
    })
  } catch (error) {
    toFailure(error)
    return []
  }
}

async function runOnce(side: ReplaySide, valueSet: ValueSet): Promise<{ work: Work; durationMs: number }> {
  return inTransaction(side.client, valueSet, { ...side, isWrite: false }, async statement => {
    await side.meter.reset()
    return await runPlainly(side, statement)
  })
}

/** Plans of inner statements; the statement that EXPLAIN was given is reported as well and left out. */
function readNested(notices: readonly Notice[]): readonly InnerPlan[] {
  return notices.flatMap(({ text: notice, context }) => {
    const json = /^NOTICE: duration: [\d.]+ ms {2}plan:\n(\{[\s\S]*\})\s*$/.exec(notice)?.[1]
    if (json === undefined) return []
    const entry = JSON.parse(json) as { 'Query Text'?: string }
    const text = entry['Query Text'] ?? ''
    if (/^\s*(?:explain|prepare|savepoint pgverdict_prepare; prepare)\b/i.test(text)) return []
    return { text, plan: parsePlan(entry), within: functionIn(context) }
  })
}

/** What PL/pgSQL, and SQL functions that are not inlined, say of where a statement stands. */
function functionIn(context: string | undefined): string | undefined {
  const [, name, place] =
    /^(?:PL\/pgSQL|SQL) function "?([^"\n]+?)"? ((?:line|statement) \d+)/m.exec(context ?? '') ?? []
  return name === undefined ? undefined : `${name} ${place}`
}
