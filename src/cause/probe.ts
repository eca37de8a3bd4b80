import { readIndexes } from '../capture/catalog.ts'
import type { ValueSet } from '../capture/snapshot.ts'
import { parsePlan } from '../plan/parse.ts'
import type { Plan } from '../plan/plan.ts'
import { shapeOf } from '../plan/shape.ts'
import { triggersOf } from '../plan/trigger-changes.ts'
import { walk } from '../plan/walk.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'
import { PREPARED, toExecutable } from '../replay/execution.ts'
import type { Work } from '../replay/measurement.ts'
import type { WorkMeter } from '../replay/work.ts'
import { classify } from '../sql/fingerprint.ts'
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
  /** The look before this one. */
  readonly before: Look | undefined
  /** Whether the rows are no longer those of the look before. */
  readonly hasNewRows: boolean
  /** Settings that the migration gave its own session: nobody else has them. */
  readonly ownSettings: readonly string[]
}

/** Looks at a statement on the connection that migrates, also in the middle of its transaction, and leaves no trace there. */
export async function look(client: Client, probe: Probe, options: LookOptions): Promise<Look> {
  const { valueSet, run } = probe
  const { before, hasNewRows, ownSettings } = options
  let planned: { readonly shape: string; readonly indexes: readonly string[] } | undefined
  let prepared: string | undefined
  try {
    return await apart(client, async () => {
      for (const name of ownSettings)
        await client.run(`set local ${name.split('.').map(quoteIdentifier).join('.')} to default`)
      const settings = Object.entries({ ...valueSet.session, statement_timeout: String(options.timeoutMs) })
      const configured = settings.map(
        ([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`,
      )
      const [session] = await client.rows<{ mode: string }>(
        `select current_setting('plan_cache_mode') as mode, ${configured.join(', ')}`,
      )
      for (const step of valueSet.setup ?? []) await client.run(step)
      if (valueSet.prepared !== undefined) await client.run(valueSet.prepared)
      prepared = valueSet.prepared === undefined ? undefined : preparedName(valueSet.prepared)!.name
      const isUnseen = valueSet.why === 'never seen'
      const isGeneric = session?.mode === 'force_generic_plan' && valueSet.values.length > 0 && !isUnseen
      const isRefresh = valueSet.refreshes !== undefined
      const sql =
        isGeneric || isRefresh
          ? (await toExecutable(client, valueSet)).sql
          : substituteParameters(valueSet.sql, valueSet.values, valueSet.types)
      if (sql.startsWith(`execute ${PREPARED}(`)) prepared = PREPARED
      const isUtility = prepared === undefined && !isRefresh && !classify(sql).isExplainable
      if (isUtility) return await lookAtUtility(client, sql)
      if (probe.isWrite) await checkAtOnce(client)
      const indexes = await readIndexes(client)
      const [row] = await client.rows<{ 'QUERY PLAN': unknown }>(
        `explain (${isUnseen ? 'generic_plan, ' : ''}verbose, format json) ${sql}`,
      )
      const plan = parsePlan(row?.['QUERY PLAN'])
      planned = { shape: shapeOf(plan, indexes), indexes: indexesIn(plan) }
      if (run === 'never' || isUnseen) return { kind: 'seen', ...planned, work: undefined }
      const last = before?.kind === 'seen' ? before : undefined
      if (run === 'on another plan' && !hasNewRows && last?.shape === planned.shape) return { ...last, ...planned }
      const execution = await settled(client, () => execute(client, sql, probe, options.meter), last?.work)
      return { kind: 'seen', ...planned, work: undefined, ...execution }
    })
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    return error.code === '57014' && planned !== undefined
      ? { kind: 'seen', ...planned, work: Number.POSITIVE_INFINITY }
      : { kind: 'failed', code: error.code }
  } finally {
    // Of the statement alone: a migration may have prepared others, and no rollback undoes either.
    if (prepared !== undefined) await client.run(`deallocate ${quoteIdentifier(prepared)}`)
  }
}

/** As in the replay; unless what the migration itself has left for its end cannot be checked yet. */
async function checkAtOnce(client: Client): Promise<void> {
  await client.run('savepoint pgverdict_constraints')
  try {
    await client.run('set constraints all immediate')
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    await client.run('rollback to savepoint pgverdict_constraints')
  }
}

/** What has no plan can only work or fail. A COPY would send its rows, or wait for ours. */
async function lookAtUtility(client: Client, sql: string): Promise<Look> {
  if (!/^\s*copy\b/i.test(sql)) await client.run(sql)
  return { kind: 'seen', shape: '', indexes: [], work: undefined }
}

const indexesIn = ({ root }: Plan): readonly string[] => [...walk(root)].flatMap(({ node }) => node.indexName ?? [])

/** PostgreSQL's block, in bytes: what is written to the log counts in blocks. */
const BLOCK_BYTES = 8192

type Execution = Pick<Look & { kind: 'seen' }, 'work' | 'triggers' | 'rows'>

/** What the first execution after a change of the schema may read of the catalog, for foreign-key checks and in functions. */
const CATALOG_BLOCKS = 512

/** Executes again the first time, and where the work differs by so little that the catalog alone may be the reason. */
async function settled(
  client: Client,
  execution: () => Promise<Execution | undefined>,
  before: number | undefined,
): Promise<Execution | undefined> {
  await client.run('savepoint pgverdict_execution')
  const first = await execution()
  const difference = before === undefined ? undefined : Math.abs((first?.work ?? 0) - before)
  if (difference !== undefined && (difference === 0 || difference > CATALOG_BLOCKS)) return first
  await client.run('rollback to savepoint pgverdict_execution')
  return await execution()
}

/** A read runs plainly, because EXPLAIN does not fetch what is stored out of line; a write under EXPLAIN, for its triggers. */
async function execute(
  client: Client,
  sql: string,
  { isWrite }: Probe,
  meter: WorkMeter,
): Promise<Execution | undefined> {
  await meter.reset()
  if (!isWrite) {
    await client.run(sql)
    const read = await meter.read('top level')
    return read && { work: blocksOf(read.work), rows: read.work.rows }
  }
  const [row] = await client.rows<{ 'QUERY PLAN': unknown }>(
    `explain (analyze, buffers, timing off, format json) ${sql}`,
  )
  const read = await meter.read('explain')
  return read && { work: blocksOf(read.work), triggers: triggersOf(parsePlan(row?.['QUERY PLAN'])) }
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
