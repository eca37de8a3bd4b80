/** A number of a pool's configuration; times in milliseconds. A limit of `Infinity` is none, a timeout of 0 waits for ever. */
export type Figure =
  | { readonly kind: 'known'; readonly value: number; readonly line: number | undefined }
  | { readonly kind: 'unknown'; readonly line: number; readonly isEnvironment: boolean }

/** A pool of connections inside an application's process. */
export interface ApplicationPool {
  readonly library: string
  readonly file: string
  readonly line: number
  /** Connections that one process opens at most. */
  readonly size: Figure
  /** How long a request waits for a connection of the pool. */
  readonly acquireMs: Figure | undefined
  readonly connectMs: Figure | undefined
  readonly idleMs: Figure | undefined
  readonly lifetimeMs: Figure | undefined
  /** Whether the driver prepares statements by name, so that they belong to one connection of the server. */
  readonly preparesByName: boolean
  /** Whether it says that a pooler that shares connections between transactions stands before the server. */
  readonly expectsProxy: boolean
}

export type PoolMode = 'session' | 'transaction' | 'statement'

/** A pooler between applications and server. */
export interface Pooler {
  readonly product:
    | 'PgBouncer'
    | 'PgCat'
    | 'Pgpool-II'
    | 'Odyssey'
    | 'RDS Proxy'
    | 'Supabase’s pooler'
    | 'Neon’s pooler'
  readonly file: string
  readonly line: number
  readonly mode: PoolMode
  /** Connections to the server for each pool, of which there is one for each user and database. */
  readonly poolSize: Figure
  readonly pools: number
  /** Connections to the server that all of its pools open together, each database with one user. */
  readonly opens: Figure
  readonly maxClients: Figure
  /** Prepared statements that it follows for each connection; 0 where it follows none. */
  readonly preparedStatements: Figure
  /** `1.18` of its container's tag, as 1.18; undefined where nothing says. */
  readonly version: number | undefined
  /** Pool modes and sizes of databases that differ from the rest, in the order of the file. */
  readonly overrides: readonly { readonly name: string; readonly mode: PoolMode; readonly line: number }[]
  /** Where a pgbouncer.ini says what; undefined for other products, whose files are not changed. */
  readonly written: PgbouncerFile | undefined
}

/** A place in a file of the tree; lines are counted from 1. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** Where the settings of a pgbouncer.ini stand, its included files among them. */
export interface PgbouncerFile {
  readonly settings: ReadonlyMap<string, Place>
  /** The line of the section's head, below which a new setting goes; undefined where the file has no such section. */
  readonly head: Place | undefined
  /** Connections that all databases have in reserve. */
  readonly reserve: number
  /** Whether every database's pool is as large as the rest. */
  readonly isUniform: boolean
}

export interface PoolReading {
  readonly applications: readonly ApplicationPool[]
  readonly proxies: readonly Pooler[]
  /** Files that say that the application runs as functions, each instance with a pool of its own. */
  readonly serverless: readonly string[]
  /** Places that connect without a pool. */
  readonly clients: readonly Place[]
  /** What could not be read or is not known, one sentence each. */
  readonly notes: readonly string[]
  /** What files say that cannot hold together, one sentence each. */
  readonly contradictions: readonly string[]
}

export function known(value: number, line?: number): Figure {
  return { kind: 'known', value, line }
}

export function figureValue(figure: Figure | undefined): number | undefined {
  return figure?.kind === 'known' ? figure.value : undefined
}
