import type { Database } from '../postgres/server.ts'

/**
 * A transaction as old as what is measured from now on: no page of the server's is pruned of what a rolled-back write left, which
 * would make room for the next one, or not, by what else the server does meanwhile. Ends when it is disposed of.
 */
export async function keepVersions(database: Database): Promise<AsyncDisposable> {
  const client = await database.connect('owner')
  await client.run('begin; select pg_catalog.pg_current_xact_id()')
  return client
}
