import { connectClient } from '../../postgres/client.ts'
import type { Database, Server, ServerLog } from '../../postgres/server.ts'
import { captureLog } from '../../postgres/settings.ts'
import { measureSessions } from '../sessions.ts'
import type { Hold } from '../sizing.ts'
import { runClients, type SweepLoad } from './run-clients.ts'

/** Other than that of our own connections, which are no part of a load's sessions. */
const SWEEP_APPLICATION = 'pgverdict_sweep'

/** What a transaction of one connection holds and works, from the log of the server, as a load by command shows it. */
export async function holdOfOne(
  server: Server,
  log: ServerLog,
  database: Database,
  load: SweepLoad,
  options: { readonly ms: number; readonly signal: AbortSignal },
): Promise<Hold> {
  const from = await log.position()
  await captureLog(server, database, true)
  {
    // A setting made once connected would be one more statement in the log.
    const url = new URL(database.url)
    url.searchParams.set('application_name', SWEEP_APPLICATION)
    await using client = await connectClient({ url: url.href })
    await runClients([client], load, options)
  }
  await captureLog(server, database, false)
  const figures = await measureSessions(log, from, await log.position(), database.name)
  const transactions = Math.max(1, figures.transactions)
  return { heldMs: figures.heldMs / transactions, busyMs: figures.busyMs / transactions }
}
