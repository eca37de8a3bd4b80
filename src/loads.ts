import { readWrites } from './bloat/read-writes.ts'
import { capture } from './capture/capture.ts'
import type { Snapshot } from './capture/snapshot.ts'
import type { Side } from './checkout/refs.ts'
import type { Config } from './config/schema.ts'
import { UserError } from './errors.ts'
import { runLoadCommand } from './load/command.ts'
import { reconcileFailures, withUnsent } from './load/failures.ts'
import { placesInScripts, runPgbench } from './load/pgbench.ts'
import { runWorkload, type SentStatement } from './load/run-workload.ts'
import { differInSending, isSameBut, withSecondRun } from './load/settle.ts'
import { thinningPlans } from './load/thin-plans.ts'
import { endSessions } from './postgres/end-sessions.ts'
import type { Database } from './postgres/server.ts'
import { captureLog, logPlans } from './postgres/settings.ts'
import { resetStatements } from './postgres/statement-counts.ts'
import type { Load } from './rig.ts'
import { commandEnvironment, type Workbench } from './sides.ts'

interface BothSides<T> {
  readonly base: T
  readonly head: T
}

/**
 * Sends each side's load. Where the two did not do the same though the branch touches nothing but migrations, base's load
 * runs a second time, to tell what the branch did from what chance did.
 */
export async function loadBothSides(
  bench: Workbench,
  sides: BothSides<Side>,
  frozen: BothSides<Database>,
  loads: BothSides<Load>,
  migrationFiles: ReadonlySet<string>,
): Promise<BothSides<Snapshot> & { readonly notes: readonly string[] }> {
  const { progress, config } = bench
  bench.server.copyAhead(frozen.head)
  const first = await progress.stage('load base', () => loadBase(bench, sides.base, frozen.base, loads.base))
  const { snapshot: base, side: baseSide } = first
  const loadOf = (name: 'base' | 'head') =>
    loadAndCapture(bench, name, name === 'base' ? baseSide : sides.head, frozen[name], loads[name])
  const { snapshot: head, stopped } = await progress.stage('load head', async () => {
    const loaded = await loadOf('head')
    // Only what the schema of the branch breaks is a verdict; whatever else stopped the command is no measurement.
    const isBroken = reconcileFailures(base, loaded.snapshot).head.statements.some(
      ({ failure }) => failure !== undefined,
    )
    if (loaded.stopped !== undefined && !isBroken) throw loaded.stopped
    return loaded
  })
  const isSuspect = config.workload.command !== undefined && differInSending(base, head)
  const isOnlyMigrated = isSuspect && (await isSameBut(baseSide.tree, sides.head.tree, migrationFiles))
  const settled =
    isOnlyMigrated && stopped === undefined
      ? withSecondRun(base, (await progress.stage('load base again', () => loadOf('base'))).snapshot)
      : { base, notes: [] }
  const reconciled = reconcileFailures(settled.base, head)
  const notes = [...first.notes, ...settled.notes, ...reconciled.notes]
  if (stopped === undefined) return { ...reconciled, notes }
  return isOnlyMigrated
    ? { ...reconciled, head: withUnsent(reconciled), notes: [...notes, STOPPED_NOTE] }
    : { ...reconciled, notes: [...notes, STOPPED_NOTE] }
}

const STOPPED_NOTE =
  'The workload’s command failed on head, because of what is reported as broken: what base’s load sent after that, head’s did not.'

/** Base's load, in its own files or, where their command fails and there are others, in those. */
async function loadBase(
  bench: Workbench,
  side: Side,
  frozen: Database,
  load: Load,
): Promise<{ readonly snapshot: Snapshot; readonly side: Side; readonly notes: readonly string[] }> {
  try {
    return { ...(await loadAndCapture(bench, 'base', side, frozen, load)), side, notes: [] }
  } catch (error) {
    if (!(error instanceof UserError) || bench.signal.aborted || load.spare === undefined) throw error
    const other = { ...side, tree: load.spare }
    await bench.server.dropDatabase(await bench.server.openDatabase(nameOfLoad('base')))
    return { ...(await loadAndCapture(bench, 'base', other, frozen, load)), side: other, notes: [SPARE_NOTE] }
  }
}

const SPARE_NOTE =
  'Base has no configuration yet, and the workload’s command fails in its files: the branch’s are used on both sides.'

function nameOfLoad(side: 'base' | 'head'): string {
  return `${side}_load`
}

/** Sends one side's load to a copy of its database, and reads what the server counted and logged; head's command may stop in the middle. */
async function loadAndCapture(
  bench: Workbench,
  name: 'base' | 'head',
  side: Side,
  frozen: Database,
  load: Load,
): Promise<{ readonly snapshot: Snapshot; readonly stopped: UserError | undefined }> {
  const { server, config, progress } = bench
  const database = await server.createDatabase(nameOfLoad(name), frozen)
  await captureLog(server, database, true)
  if (config.workload.command !== undefined) await logPlans(server, database)
  const logFrom = (await server.log?.position()) ?? 0
  await resetStatements(server, database)
  const { sent, stopped } = await sendAll(bench, name, side, database, load)
  if (name === 'base' && !load.isBorrowed) refuseFailures(sent, config)
  const snapshot = await capture(server, database, {
    sent: name === 'base' ? sent.filter(({ failure }) => failure === undefined) : sent,
    failedTexts: new Set(sent.flatMap(({ statement, failure }) => (failure === undefined ? [] : [statement.sql]))),
    places: await placesInScripts(load.scripts, config.workload.pgbench),
    logFrom,
    session: config.session,
    valueSets: config.replay.values,
    progress,
  })
  // Not before the capture, which would take it for a part of the load.
  await endSessions(database)
  const writes = await readWrites(server, frozen, database)
  await server.dropDatabase(database)
  return { snapshot: { ...snapshot, writes }, stopped }
}

async function sendAll(
  bench: Workbench,
  name: 'base' | 'head',
  side: Side,
  database: Database,
  { statements, scripts }: Load,
): Promise<{ readonly sent: readonly SentStatement[]; readonly stopped: UserError | undefined }> {
  const { config, env, progress, signal } = bench
  const { workload, session, replay } = config
  const sent = await runWorkload(database, statements, {
    session,
    statementTimeoutMs: replay.timeout,
    progress,
    signal,
  })
  const options = {
    env: commandEnvironment(config, env),
    timeoutMs: workload.timeout,
    progress,
    signal,
  }
  await runPgbench(database, scripts, workload.pgbench, options)
  const { command } = workload
  if (command === undefined) return { sent, stopped: undefined }
  try {
    await thinningPlans(bench.server, () => runLoadCommand(database, side.tree, command, options))
    return { sent, stopped: undefined }
  } catch (error) {
    if (name === 'base' || signal.aborted || !(error instanceof UserError)) throw error
    return { sent, stopped: error }
  }
}

/** Base is the yardstick: a statement that fails there says that the workload is wrong, not that the branch is. */
function refuseFailures(sent: readonly SentStatement[], { seed }: Config): void {
  const failed = sent.filter(({ failure }) => failure !== undefined)
  const [first] = failed
  if (first?.failure === undefined) return
  const { statement, failure } = first
  const others = failed.length > 1 ? ` (and ${failed.length - 1} more)` : ''
  const isSeeded = seed.files.length > 0 || seed.command !== undefined
  throw new UserError(`The load fails on base: ${statement.name}${others}, ${statement.file}:${statement.line}`, {
    hint:
      failure.code === '57014'
        ? 'It took longer than `replay.timeout`; raise that, or take the statement out of the workload.'
        : `${failure.message} (SQLSTATE ${failure.code})\n${isSeeded || !MISSES_ROWS.test(failure.code) ? BROKEN_HINT : UNSEEDED_HINT}`,
  })
}

/** Integrity constraints and what a function raises: the likely words of a database without rows. */
const MISSES_ROWS = /^23|^P0/
const BROKEN_HINT = 'Mend it or take it out of the workload: what fails on base says nothing of the branch.'
const UNSEEDED_HINT = 'The database holds no rows but the migrations’: name the files that fill it under `seed.files`.'
