import type { Database, Server } from './server.ts'

/** Forgets what pg_stat_statements has counted: in every database of a server of our own, else in the one. */
export async function resetStatements(server: Server, database: Database): Promise<void> {
  if (server.statementCounts !== 'none') await server.admin.run(`select ${resetCall(server, database)}`)
}

/** The call that does so, where the server counts. */
export function resetCall({ statementCounts }: Server, { oid }: Database): string {
  return statementCounts === 'server'
    ? 'pg_stat_statements_reset()'
    : `pg_stat_statements_reset(0, ${Number(oid)}::oid, 0)`
}
