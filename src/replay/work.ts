import type { Database, Server } from '../postgres/server.ts'
import { resetCall, resetStatements } from '../postgres/statement-counts.ts'
import type { Work } from './measurement.ts'

/** Counters of what ran in one database between two readings. */
export interface WorkMeter {
  /** Whether it ever answers: not on a server whose pg_stat_statements we may not use. */
  readonly isCounting: boolean
  reset(): Promise<void>
  /**
   * The outermost statement executed since the reset, at top level or inside EXPLAIN: pg_stat_statements counts its whole
   * executor run and so the triggers, foreign-key checks and functions within it, which EXPLAIN's top node leaves out.
   * Resets as well. Undefined where it does not count for us.
   */
  read(within: 'top level' | 'explain'): Promise<{ readonly work: Work; readonly durationMs: number } | undefined>
}

export function createWorkMeter(server: Server, database: Database): WorkMeter {
  return {
    isCounting: server.statementCounts !== 'none',
    async reset() {
      await resetStatements(server, database)
    },
    async read(within) {
      if (server.statementCounts === 'none') return undefined
      // Aggregates are complete before the row is made, and so before the reset.
      // What runs inside counts towards what it runs in, so the outermost statement has the largest value of every counter.
      const [row] = await server.admin.rows<Record<string, unknown>>(
        `select max(shared_blks_hit + shared_blks_read + local_blks_hit + local_blks_read)::float8 as buffers,
           max(temp_blks_read + temp_blks_written)::float8 as temp_blocks, max(wal_bytes)::float8 as wal_bytes,
           max(total_exec_time) as duration, (array_agg(rows order by total_exec_time desc))[1]::float8 as rows,
           ${resetCall(server, database)}
         from pg_stat_statements(false) where dbid = $1 and toplevel = $2`,
        [database.oid, within === 'top level'],
      )
      if (row === undefined || row.buffers === null) return undefined
      return {
        work: {
          buffers: Number(row.buffers),
          tempBlocks: Number(row.temp_blocks),
          walBytes: Number(row.wal_bytes),
          rows: Number(row.rows),
        },
        durationMs: Number(row.duration),
      }
    },
  }
}
