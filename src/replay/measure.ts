import type { ValueSet } from '../capture/snapshot.ts'
import { UserError } from '../errors.ts'
import { parsePlan } from '../plan/parse.ts'
import type { Plan } from '../plan/plan.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import { type Executable, inTransaction, type TransactionOptions } from './execution.ts'
import type { Measurement, Work } from './measurement.ts'
import { orUnplannable, planForAnyValue } from './unseen.ts'
import type { WorkMeter } from './work.ts'

/** One side's connection with the means to count what runs on it. */
export interface ReplaySide {
  readonly client: Client
  readonly meter: WorkMeter
  readonly timeoutMs: number
  /** On a superuser's connection: the role that statements run as. */
  readonly as?: string | undefined
  /** On a superuser's connection: the settings with which that role's own sessions begin. */
  readonly roleSettings?: Readonly<Record<string, string>> | undefined
  /** SQL that runs first in each transaction, with the rights of the connection itself. */
  readonly prepare?: string | undefined
}

/** Counters and values that make a plan comparable; times of nodes are left out because reading the clock slows them. */
const ANALYZE = ['analyze', 'verbose', 'buffers', 'wal', 'settings', 'timing off', 'format json']

/**
 * Measures a statement with one value set. A read runs plainly and then under EXPLAIN; where the two differ (the first
 * run filled a session's caches, or results had to be detoasted, which EXPLAIN does not do) it runs plainly once more and
 * that run counts. A write runs twice, each time rolled back; the run with fewer buffers counts, because the first pays for
 * filling caches and the second for the dead rows of the first.
 *
 * What functions run is planned for its values each time, so that it does not matter what the session ran before. A function that
 * is called for each row may take the most of its time for that; where the timeout is reached, the server plans as it does itself.
 */
export async function measure(side: ReplaySide, valueSet: ValueSet, isWrite: boolean): Promise<Measurement> {
  if (valueSet.why === 'never seen') {
    try {
      return await planForAnyValue(side, valueSet)
    } catch (error) {
      return orUnplannable(toFailure(error))
    }
  }
  const attempt = async (attempted: Attempted) => {
    try {
      return isWrite ? await measureWrite(attempted, valueSet) : await measureRead(attempted, valueSet)
    } catch (error) {
      return toFailure(error)
    }
  }
  const measured = await attempt(side)
  if (measured.kind !== 'failed' || !measured.timedOut || valueSet.isGeneric === true) return measured
  const again = await attempt({ ...side, cachesPlans: true })
  return again.kind === 'measured' ? { ...again, cachesPlans: true } : measured
}

type Attempted = ReplaySide & Pick<TransactionOptions, 'cachesPlans'>

async function measureRead(side: Attempted, valueSet: ValueSet): Promise<Measurement> {
  return inTransaction(side.client, valueSet, { ...side, isWrite: false }, async statement => {
    if (!side.meter.isCounting) return await measureByPlan(side, statement)
    await side.meter.reset()
    const first = await runPlainly(side, statement)
    const explained = await explain(side, statement)
    const same = first.work.buffers === explained.work.buffers && first.work.tempBlocks === explained.work.tempBlocks
    const last = same ? first : await runPlainly(side, statement)
    return {
      kind: 'measured',
      plan: explained.plan,
      work: { ...last.work, rows: explained.work.rows },
      durationsMs: same ? [first.durationMs] : [first.durationMs, last.durationMs],
      nested: [],
    }
  })
}

/** Where nothing counts a plain run: by EXPLAIN alone, whose first run fills the session's caches. */
async function measureByPlan(side: ReplaySide, statement: Executable): Promise<Measurement> {
  const first = await explain(side, statement)
  const { plan, work, durationMs } = await explain(side, statement)
  return { kind: 'measured', plan, work, durationsMs: [first.durationMs, durationMs], nested: [] }
}

/** Both within one transaction: what the first leaves dead is then never pruned for the second, whatever else the server does. */
async function measureWrite(side: Attempted, valueSet: ValueSet): Promise<Measurement> {
  return inTransaction(side.client, valueSet, { ...side, isWrite: true }, async statement => {
    const once = async () => {
      await side.client.run('savepoint before')
      await side.meter.reset()
      const run = await explain(side, statement)
      await side.client.run('rollback to savepoint before')
      return run
    }
    await side.client.run(statement.explain(['costs off']))
    const first = await once()
    const second = await once()
    const { plan, work } = second.work.buffers < first.work.buffers ? second : first
    return { kind: 'measured', plan, work, durationsMs: [first.durationMs, second.durationMs], nested: [] }
  })
}

/** Runs a statement without EXPLAIN, its meter having been reset; its rows are thrown away. */
export async function runPlainly(side: ReplaySide, statement: Executable): Promise<{ work: Work; durationMs: number }> {
  const started = performance.now()
  const rows = await side.client.run(statement.sql)
  const elapsed = performance.now() - started
  const read = await side.meter.read('top level')
  return read ?? { work: { buffers: 0, tempBlocks: 0, walBytes: 0, rows }, durationMs: elapsed }
}

/** Runs a statement under EXPLAIN ANALYZE, its meter having been reset; where pg_stat_statements does not answer, the work is the plan's top node's. */
export async function explain(
  side: ReplaySide,
  statement: Executable,
  options: readonly string[] = ANALYZE,
): Promise<{ plan: Plan; work: Work; durationMs: number }> {
  const [row] = await side.client.rows<{ 'QUERY PLAN': unknown }>(statement.explain(options))
  const plan = parsePlan(row?.['QUERY PLAN'])
  const read = await side.meter.read('explain')
  const { root } = plan
  return {
    plan,
    work: read?.work ?? {
      buffers: (root.sharedHitBlocks ?? 0) + (root.sharedReadBlocks ?? 0),
      tempBlocks: (root.tempReadBlocks ?? 0) + (root.tempWrittenBlocks ?? 0),
      walBytes: root.walBytes ?? 0,
      rows: (root.actualRows ?? 0) * (root.actualLoops ?? 1),
    },
    durationMs: read?.durationMs ?? plan.executionTimeMs ?? 0,
  }
}

/** A statement's own error is a result; a server that is gone ends the run. */
export function toFailure(error: unknown): Measurement {
  if (!(error instanceof SqlError)) throw error
  if (error.code.startsWith('08') || error.code.startsWith('57P') || error.code.startsWith('53')) {
    throw new UserError('The server stopped answering during the replay', { hint: error.message, cause: error })
  }
  return { kind: 'failed', code: error.code, message: error.message, timedOut: error.code === '57014' }
}
