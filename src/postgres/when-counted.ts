import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from './client.ts'

const PATIENCE_MS = 10_000
const POLL_MS = 5

/**
 * Waits until the counters of pg_stat_* hold what all earlier sessions of the database did. A session adds its counts when it ends;
 * up to 14 it sends them to a collector, which takes what it is sent in order, so that a count of our own comes last.
 */
export async function whenCounted(client: Client, major: number): Promise<void> {
  await until(
    client,
    `select count(*) = 0 as "isDone" from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  )
  if (major >= 15) return
  await client.run('create temporary table pgverdict_count (n int); insert into pgverdict_count values (1)')
  await until(client, `select pg_stat_get_tuples_inserted('pg_temp.pgverdict_count'::regclass) = 1 as "isDone"`)
  await client.run('drop table pg_temp.pgverdict_count')
}

async function until(client: Client, condition: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await wait(POLL_MS)) {
    const [row] = await client.rows<{ isDone: boolean }>(condition)
    if (row?.isDone) return
  }
}
