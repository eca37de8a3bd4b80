import type { ServerKind } from '../config/schema.ts'
import type { Client } from './client.ts'

/** Whose rights a connection has: the database's owner, as the application would, or the server's superuser. */
type As = 'owner' | 'superuser'

/** One throw-away database of the server. */
export interface Database {
  readonly name: string
  readonly oid: number
  /** The owner's connection URL: a secret, for the children's DATABASE_URL only. */
  readonly url: string
  /** The same as PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE. */
  readonly env: Readonly<Record<string, string>>
  /** `settings` are set with `set_config` right after connecting; `role` and `search_path` among them. */
  connect(as: As, settings?: Readonly<Record<string, string>>): Promise<Client>
}

/** The server's log as csvlog, where the server lets us have it. */
export interface ServerLog {
  /** Bytes written so far; everything logged before the call lies before it. */
  position(): Promise<number>
  /** The bytes from one position to another. */
  read(from: number, to: number): AsyncIterable<Uint8Array>
}

/** A running PostgreSQL with deterministic settings. Disposing stops it and removes all that it made. */
export interface Server extends AsyncDisposable {
  readonly kind: ServerKind
  readonly version: { readonly major: number; readonly full: string }
  /** Whether superuser connections are to be had: catalog updates, log settings, statistics import need them. */
  readonly hasSuperuser: boolean
  /** Whose counts of pg_stat_statements we may reset: all of the server, those of one database, or none, where we read none. */
  readonly statementCounts: 'server' | 'database' | 'none'
  /** What this server cannot do for us, each a sentence for the report. */
  readonly limits: readonly string[]
  readonly log: ServerLog | undefined
  /** A connection to the maintenance database that lives as long as the server; pg_stat_statements is installed there. */
  readonly admin: Client
  /** Empty, or a byte-for-byte copy of `template`, which must have no connections; on a server of our own it waits for ours to end. */
  createDatabase(name: string, template?: Database): Promise<Database>
  /**
   * Says that a copy of `template` will soon be asked for. It is made while the run goes on, where that is of use: not of a large
   * database, nor of one with connections. Whoever connects to `template` meanwhile waits.
   */
  copyAhead(template: Database): void
  /** One that a server has which was started on an archive. */
  openDatabase(name: string): Promise<Database>
  /** Ends the database's connections first. On a server of our own nobody waits for it, and its name can be used again at once. */
  dropDatabase(database: Database): Promise<void>
  /** Settings that differ from PostgreSQL's defaults, for the report. */
  settings(): Promise<Readonly<Record<string, string>>>
  /** Stops in good order and packs all databases into a file, on which a server can start again. Nothing but disposing is left to do then. */
  readonly pack: ((file: string) => Promise<void>) | undefined
}
