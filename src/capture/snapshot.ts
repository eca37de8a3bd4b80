import type { TableWrites } from '../bloat/storage.ts'
import type { StatementKey } from '../sql/fingerprint.ts'
import type { Walks } from './walk-tracker.ts'

/** Columns of pg_stat_statements, camel-cased, summed over every row of the key; times in milliseconds. */
export interface StatementStats {
  readonly calls: number
  readonly totalExecTime: number
  readonly meanExecTime: number
  readonly minExecTime: number
  readonly maxExecTime: number
  readonly stddevExecTime: number
  readonly rows: number
  readonly sharedBlksHit: number
  readonly sharedBlksRead: number
  readonly tempBlksRead: number
  readonly tempBlksWritten: number
  readonly walBytes: number
}

/**
 * One way in which the load really called a statement; `never seen`: the text of pg_stat_statements, its values not known. `values` are in text format, in the order of `$1`…; null is NULL.
 */
export interface ValueSet {
  readonly why:
    | 'only'
    | 'most frequent'
    | 'slowest'
    | 'highest cost'
    | 'lowest cost'
    | 'median cost'
    | 'failed on head'
    | 'never seen'
  /** SQL as it was sent: with literals (simple protocol) or with `$n`. */
  readonly sql: string
  readonly values: readonly (string | null)[]
  /** The SQL-level PREPARE that `sql`, an EXECUTE, depends on. */
  readonly prepared?: string | undefined
  /** The materialized view, as SQL names it, that `sql` refreshes: each side's own query of it is replayed in its place. */
  readonly refreshes?: string | undefined
  /** What made and filled the session's temporary objects that `sql` uses: complete statements, in order, not to be measured. */
  readonly setup?: readonly string[] | undefined
  /**
   * In the order of `$1`…, where plans of the load show it: the type that the driver bound, or null where it left the choice
   * to the server.
   */
  readonly types?: readonly (string | null | undefined)[] | undefined
  /** Whether the load mostly ran it by a plan for any value, as PostgreSQL may from the sixth execution on. */
  readonly isGeneric?: boolean | undefined
  /** So it was from the first execution on, which only `plan_cache_mode` brings about: by itself the server plans five times for the values. */
  readonly isGenericFromTheFirst?: boolean | undefined
  /** Settings that the session had made by `set` before it, such as search_path. */
  readonly session: Readonly<Record<string, string>>
}

export interface Place {
  readonly file: string
  readonly line?: number
}

/** A statement that one side's load sent. */
export interface Statement {
  /** The name of a workload file's statement; else made from the text and unique. */
  readonly name: string
  readonly isNamed: boolean
  readonly key: StatementKey
  /** Constants replaced by `$n`, comments cut: safe to publish. */
  readonly text: string
  /** Where it stands: a line of a workload file or pgbench script, or the call site of a sqlcommenter tag. */
  readonly source: Place | undefined
  /** Whether it writes (anything but a plain read), so that it is replayed last and rolled back. */
  readonly isWrite: boolean
  readonly stats: StatementStats
  /** Executions in a transaction that had written before; undefined where there is none, or no log to tell. */
  readonly callsAfterWrite?: number | undefined
  /** Its calls in a row; undefined where there is no log to tell. */
  readonly walks?: Walks | undefined
  readonly valueSets: readonly ValueSet[]
  /** Why it cannot be replayed, where that is known already: a utility statement, a temporary table. */
  readonly unmeasured: string | undefined
  /** How it ended in the load, where that was an error. */
  readonly failure?: { readonly code: string } | undefined
}

/** Executions of one statement that failed in a load whose command went on. */
export interface LoadFailure {
  readonly key: StatementKey
  /** Constants replaced by `$n`: safe to publish. */
  readonly text: string
  /** SQLSTATE of the first. */
  readonly code: string
  readonly count: number
  /** The first, to be sent again; undefined where its values are not known or it is no query. */
  readonly valueSet: ValueSet | undefined
}

/** What one side's load did. */
export interface Snapshot {
  readonly statements: readonly Statement[]
  /** What failed in a command's load, the first first. */
  readonly failures?: readonly LoadFailure[]
  /** What it did to the tables. */
  readonly writes?: readonly TableWrites[]
}
