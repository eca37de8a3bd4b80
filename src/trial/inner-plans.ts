import type { MeasuredStatement } from '../compare/comparison.ts'
import { totalBlocks } from '../compare/thresholds.ts'
import type { Database, Server } from '../postgres/server.ts'
import { connectForDetail, readInnerPlans } from '../replay/detail.ts'
import type { InnerPlan } from '../replay/measurement.ts'
import { findHiddenWork } from './drop-users.ts'
import type { TrialOptions } from './options.ts'
import type { TrialStatement } from './statement.ts'

/** What reads less is fast enough, whatever it runs inside. */
const MIN_BLOCKS = 100

type Run = TrialStatement['runs'][number]

/**
 * Adds the plans of what head's functions and triggers run, for the value set that costs most. The replay has them only of what
 * differs from base; advice is about the rest too. Writes run on a copy; `head` must have no connections, and has none after.
 */
export async function withInnerPlans(
  server: Server,
  head: Database,
  measured: readonly MeasuredStatement[],
  statements: readonly TrialStatement[],
  options: TrialOptions,
): Promise<readonly MeasuredStatement[]> {
  if (!server.hasSuperuser) return measured
  const hiding = await findHiding(head, statements)
  const isTraceless = ({ isWrite, runs }: TrialStatement) =>
    !isWrite && runs.every(({ valueSet }) => valueSet.setup === undefined)
  const found = new Map(await readEach(server, head, hiding.filter(isTraceless), options))
  const others = hiding.filter(statement => !isTraceless(statement))
  if (others.length > 0) {
    const copy = await server.createDatabase('trial_inner', head)
    for (const [run, nested] of await readEach(server, copy, others, options)) found.set(run, nested)
    await server.dropDatabase(copy)
  }
  return measured.map(statement => ({
    ...statement,
    runs: statement.runs.map(run => {
      const nested = run.head.kind === 'measured' ? found.get(run.head) : undefined
      return nested === undefined || run.head.kind !== 'measured' ? run : { ...run, head: { ...run.head, nested } }
    }),
  }))
}

/** The statements that do much and call functions or fire triggers, and of whose inner statements nothing is known. */
async function findHiding(head: Database, statements: readonly TrialStatement[]): Promise<readonly TrialStatement[]> {
  const heavy = statements.filter(
    ({ runs }) =>
      runs.every(({ before }) => before.nested.length === 0) && totalBlocks(dearestOf(runs).before.work) >= MIN_BLOCKS,
  )
  if (heavy.length === 0) return []
  await using client = await head.connect('owner')
  const hidden = await findHiddenWork(client)
  return heavy.filter(
    statement => hidden.isIn(statement) || statement.runs.some(({ before }) => before.plan.triggers.length > 0),
  )
}

/** What the dearest run of each statement runs inside, by its measurement. */
async function readEach(
  server: Server,
  database: Database,
  statements: readonly TrialStatement[],
  { statementTimeoutMs, signal }: TrialOptions,
): Promise<readonly (readonly [Run['before'], readonly InnerPlan[]])[]> {
  if (statements.length === 0) return []
  const side = await connectForDetail(server, database, statementTimeoutMs)
  await using _client = side.client
  const found: (readonly [Run['before'], readonly InnerPlan[]])[] = []
  for (const { runs, isWrite } of statements) {
    signal.throwIfAborted()
    const { before, valueSet } = dearestOf(runs)
    found.push([before, await readInnerPlans(side, valueSet, isWrite)])
  }
  return found
}

const dearestOf = (runs: readonly Run[]): Run =>
  runs.reduce((dearest, run) => (totalBlocks(run.before.work) > totalBlocks(dearest.before.work) ? run : dearest))
