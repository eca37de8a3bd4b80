import type { Database, Server } from '../postgres/server.ts'
import type { StatementStats } from './snapshot.ts'

/** One row of pg_stat_statements of one database, with its text. */
export interface StatRow {
  /** As text: a bigint does not fit a number. */
  readonly queryid: string
  readonly isTopLevel: boolean
  readonly text: string
  readonly stats: StatementStats
}

/** The counters of a statement that was never called, or that PostgreSQL did not count. */
export const NO_CALLS: StatementStats = {
  calls: 0,
  totalExecTime: 0,
  meanExecTime: 0,
  minExecTime: 0,
  maxExecTime: 0,
  stddevExecTime: 0,
  rows: 0,
  sharedBlksHit: 0,
  sharedBlksRead: 0,
  tempBlksRead: 0,
  tempBlksWritten: 0,
  walBytes: 0,
}

/** What SQL's own PREPARE puts before the statement, which is counted under the whole of it. */
const PREPARE = /^\s*prepare\s+(?:"(?:[^"]|"")+"|[\w$]+)\s*(?:\([\s\S]*?\))?\s*as\s+/i

/** What pg_stat_statements has counted in a database since the last reset; nothing where it does not count for us. */
export async function readStatements(server: Server, database: Database): Promise<readonly StatRow[]> {
  if (server.statementCounts === 'none') return []
  const rows = await server.admin.rows<Record<string, string | number | boolean>>(
    `select queryid::text as queryid, toplevel, query, calls::float8 as calls, total_exec_time, mean_exec_time, min_exec_time,
       max_exec_time, stddev_exec_time, rows::float8 as rows, shared_blks_hit::float8 as shared_blks_hit,
       shared_blks_read::float8 as shared_blks_read, temp_blks_read::float8 as temp_blks_read,
       temp_blks_written::float8 as temp_blks_written, wal_bytes::float8 as wal_bytes
     from pg_stat_statements where dbid = $1 and calls > 0`,
    [database.oid],
  )
  return rows.map(row => ({
    queryid: String(row.queryid),
    isTopLevel: row.toplevel === true,
    text: String(row.query).replace(PREPARE, ''),
    stats: {
      calls: Number(row.calls),
      totalExecTime: Number(row.total_exec_time),
      meanExecTime: Number(row.mean_exec_time),
      minExecTime: Number(row.min_exec_time),
      maxExecTime: Number(row.max_exec_time),
      stddevExecTime: Number(row.stddev_exec_time),
      rows: Number(row.rows),
      sharedBlksHit: Number(row.shared_blks_hit),
      sharedBlksRead: Number(row.shared_blks_read),
      tempBlksRead: Number(row.temp_blks_read),
      tempBlksWritten: Number(row.temp_blks_written),
      walBytes: Number(row.wal_bytes),
    },
  }))
}

/**
 * Sums rows of one key. The standard deviation of the union follows from the sums of squares: n·(σ² + µ²), as
 * pg_stat_statements keeps the population's deviation.
 */
export function sumStats(parts: readonly StatementStats[]): StatementStats {
  const sum = (of: (part: StatementStats) => number) => parts.reduce((total, part) => total + of(part), 0)
  const calls = sum(part => part.calls)
  const totalExecTime = sum(part => part.totalExecTime)
  const meanExecTime = calls === 0 ? 0 : totalExecTime / calls
  const squares = sum(part => part.calls * (part.stddevExecTime ** 2 + part.meanExecTime ** 2))
  return {
    calls,
    totalExecTime,
    meanExecTime,
    minExecTime: Math.min(...parts.map(part => part.minExecTime)),
    maxExecTime: Math.max(...parts.map(part => part.maxExecTime)),
    stddevExecTime: calls === 0 ? 0 : Math.sqrt(Math.max(0, squares / calls - meanExecTime ** 2)),
    rows: sum(part => part.rows),
    sharedBlksHit: sum(part => part.sharedBlksHit),
    sharedBlksRead: sum(part => part.sharedBlksRead),
    tempBlksRead: sum(part => part.tempBlksRead),
    tempBlksWritten: sum(part => part.tempBlksWritten),
    walBytes: sum(part => part.walBytes),
  }
}

/** The part of a row's counters that belongs to `calls` of its calls; times are the caller's to replace where it knows better. */
export function shareOf(stats: StatementStats, calls: number): StatementStats {
  const share = stats.calls === 0 ? 0 : calls / stats.calls
  return {
    ...stats,
    calls,
    totalExecTime: stats.totalExecTime * share,
    rows: stats.rows * share,
    sharedBlksHit: stats.sharedBlksHit * share,
    sharedBlksRead: stats.sharedBlksRead * share,
    tempBlksRead: stats.tempBlksRead * share,
    tempBlksWritten: stats.tempBlksWritten * share,
    walBytes: stats.walBytes * share,
  }
}
