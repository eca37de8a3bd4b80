import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from './client.ts'
import type { Database } from './server.ts'

/** A session whose client has just gone needs a moment to end in good order and to add its counts. */
const GRACE_MS = 1000
const PATIENCE_MS = 5000
const POLL_MS = 5

const OTHERS = `from pg_stat_activity
  where datname = current_database() and usename = session_user and backend_type = 'client backend'
    and pid <> pg_backend_pid()`

/**
 * Ends what is left of the owner's sessions once their clients are gone: one in the middle of a statement does not notice
 * that, and would hold up freezing, copying and counting.
 */
export async function endSessions(database: Database): Promise<void> {
  await using client = await database.connect('owner')
  if (await areGone(client, GRACE_MS)) return
  await client.rows(`select pg_terminate_backend(pid) ${OTHERS}`)
  await areGone(client, PATIENCE_MS)
}

async function areGone(client: Client, patienceMs: number): Promise<boolean> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await wait(POLL_MS)) {
    const [row] = await client.rows<{ areGone: boolean }>(`select count(*) = 0 as "areGone" ${OTHERS}`)
    if (row?.areGone) return true
  }
  return false
}
