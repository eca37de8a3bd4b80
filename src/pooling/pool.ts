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
  readonly product: 'PgBouncer' | 'Pgpool-II' | 'Odyssey' | 'RDS Proxy'
  readonly file: string
  readonly line: number
  readonly mode: PoolMode
  /** Connections to the server for each pool, of which there is one for each user and database. */
  readonly poolSize: Figure
  readonly pools: number
  /** Connections to one database, all users together. */
  readonly maxDatabaseConnections: Figure
  readonly maxClients: Figure
  /** Prepared statements that it follows for each connection; 0 where it follows none. */
  readonly preparedStatements: Figure
  /** Pool modes and sizes of databases that differ from the rest, in the order of the file. */
  readonly overrides: readonly { readonly name: string; readonly mode: PoolMode; readonly line: number }[]
}

export interface PoolReading {
  readonly applications: readonly ApplicationPool[]
  readonly proxies: readonly Pooler[]
  /** Files that say that the application runs as functions, each instance with a pool of its own. */
  readonly serverless: readonly string[]
  /** What could not be read or is not known, one sentence each. */
  readonly notes: readonly string[]
}

export function known(value: number, line?: number): Figure {
  return { kind: 'known', value, line }
}

export function figureValue(figure: Figure | undefined): number | undefined {
  return figure?.kind === 'known' ? figure.value : undefined
}
