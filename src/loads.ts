import { capture } from './capture/capture.ts'
import type { Snapshot } from './capture/snapshot.ts'
import { resetStatements } from './capture/stat-statements.ts'
import type { Side } from './checkout/refs.ts'
import { UserError } from './errors.ts'
import { runLoadCommand } from './load/command.ts'
import { runPgbench } from './load/pgbench.ts'
import { runWorkload, type SentStatement } from './load/run-workload.ts'
import type { Database } from './postgres/server.ts'
import { captureLog } from './postgres/settings.ts'
import type { Load } from './rig.ts'
import { commandEnvironment, type Workbench } from './sides.ts'

/** Sends one side's load to a copy of its database, and reads what the server counted and logged. */
export async function loadAndCapture(
  bench: Workbench,
  name: 'base' | 'head',
  side: Side,
  frozen: Database,
  load: Load,
): Promise<Snapshot> {
  const { server, config, progress } = bench
  const database = await server.createDatabase(`${name}_load`, frozen)
  await captureLog(server, database, true)
  const logFrom = (await server.log?.position()) ?? 0
  await resetStatements(server)
  const sent = await sendAll(bench, side, database, load)
  if (name === 'base' && !load.isBorrowed) refuseFailures(sent)
  const snapshot = await capture(server, database, {
    sent: name === 'base' ? sent.filter(({ failure }) => failure === undefined) : sent,
    logFrom,
    session: config.session,
    valueSets: config.replay.values,
    progress,
  })
  await server.dropDatabase(database)
  return snapshot
}

async function sendAll(
  bench: Workbench,
  side: Side,
  database: Database,
  { statements, scripts }: Load,
): Promise<readonly SentStatement[]> {
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
  if (workload.command !== undefined) await runLoadCommand(database, side.tree, workload.command, options)
  return sent
}

/** Base is the yardstick: a statement that fails there says that the workload is wrong, not that the branch is. */
function refuseFailures(sent: readonly SentStatement[]): void {
  const failed = sent.filter(({ failure }) => failure !== undefined)
  const [first] = failed
  if (first?.failure === undefined) return
  const { statement, failure } = first
  const others = failed.length > 1 ? ` (and ${failed.length - 1} more)` : ''
  throw new UserError(`The load fails on base: ${statement.name}${others}, ${statement.file}:${statement.line}`, {
    hint:
      failure.code === '57014'
        ? 'It took longer than `replay.timeout`; raise that, or take the statement out of the workload.'
        : `${failure.message} (SQLSTATE ${failure.code})`,
  })
}
