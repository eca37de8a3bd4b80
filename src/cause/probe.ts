import { readIndexes } from '../capture/catalog.ts'
import type { ValueSet } from '../capture/snapshot.ts'
import { parsePlan } from '../plan/parse.ts'
import { shapeOf } from '../plan/shape.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'
import type { Work } from '../replay/measurement.ts'
import type { WorkMeter } from '../replay/work.ts'
import { substituteParameters } from '../sql/parameters.ts'
import { preparedName } from '../sql/prepared.ts'
import type { Look } from './culprit.ts'

/** What is looked at, and how closely. */
export interface Probe {
  readonly valueSet: ValueSet
  readonly isWrite: boolean
  /**
   * `never`: the plan tells. `on another plan`: the work of a plan that was run before is known. `always`: for what no plan
   * shows (triggers, wider rows, errors of execution).
   */
  readonly run: 'never' | 'on another plan' | 'always'
}

export interface LookOptions {
  readonly meter: WorkMeter
  readonly timeoutMs: number
  /** The look before this one, where the rows are still the same. */
  readonly before: Look | undefined
}

/** Looks at a statement on the connection that migrates, also in the middle of its transaction, and leaves no trace there. */
export async function look(client: Client, probe: Probe, options: LookOptions): Promise<Look> {
  const { valueSet, run } = probe
  const { before } = options
  let shape: string | undefined
  let isPrepared = false
  try {
    return await apart(client, async () => {
      const settings = Object.entries({ ...valueSet.session, statement_timeout: String(options.timeoutMs) })
      const configured = settings.map(
        ([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`,
      )
      await client.run(`select ${configured.join(', ')}`)
      for (const step of valueSet.setup ?? []) await client.run(step)
      if (valueSet.prepared !== undefined) await client.run(valueSet.prepared)
      isPrepared = valueSet.prepared !== undefined
      const isUnseen = valueSet.why === 'never seen'
      const sql = substituteParameters(valueSet.sql, valueSet.values, valueSet.types)
      const indexes = await readIndexes(client)
      const [row] = await client.rows<{ 'QUERY PLAN': unknown }>(
        `explain (${isUnseen ? 'generic_plan, ' : ''}verbose, format json) ${sql}`,
      )
      shape = shapeOf(parsePlan(row?.['QUERY PLAN']), indexes)
      if (run === 'never' || isUnseen) return { kind: 'seen', shape, work: undefined }
      const isKnown = run === 'on another plan' && before?.kind === 'seen' && before.shape === shape
      return { kind: 'seen', shape, work: isKnown ? before.work : await workOf(client, sql, probe, options.meter) }
    })
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    const isTimeout = error.code === '57014' && shape !== undefined
    return isTimeout
      ? { kind: 'seen', shape: shape!, work: Number.POSITIVE_INFINITY }
      : { kind: 'failed', code: error.code }
  } finally {
    // Of the statement alone: a migration may have prepared others, and no rollback undoes either.
    if (isPrepared) await client.run(`deallocate ${quoteIdentifier(preparedName(valueSet.prepared!)!.name)}`)
  }
}

/** PostgreSQL's block, in bytes: what is written to the log counts in blocks. */
const BLOCK_BYTES = 8192

/** A read runs plainly, because EXPLAIN does not fetch what is stored out of line; a write under EXPLAIN, for its triggers. */
async function workOf(client: Client, sql: string, { isWrite }: Probe, meter: WorkMeter): Promise<number | undefined> {
  await meter.reset()
  await client.run(isWrite ? `explain (analyze, buffers, timing off) ${sql}` : sql)
  const read = await meter.read(isWrite ? 'explain' : 'top level')
  return read && blocksOf(read.work)
}

const blocksOf = ({ buffers, tempBlocks, walBytes }: Work) => buffers + tempBlocks + walBytes / BLOCK_BYTES

/** Runs in a savepoint of the open transaction, or in a transaction of its own, and rolls back. */
async function apart<T>(client: Client, work: () => Promise<T>): Promise<T> {
  const isOpen = await client.run('savepoint pgverdict_probe').then(
    () => true,
    error => {
      if (error instanceof SqlError && error.code === '25P01') return false
      throw error
    },
  )
  if (!isOpen) await client.run('begin')
  try {
    return await work()
  } finally {
    await client.run(isOpen ? 'rollback to savepoint pgverdict_probe; release savepoint pgverdict_probe' : 'rollback')
  }
}
