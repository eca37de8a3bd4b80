import type { Catalog } from '../../capture/catalog/table.ts'
import type { Database, Server } from '../../postgres/server.ts'
import type { ReplaySide } from '../../replay/measure.ts'
import type { TrialOptions } from '../options.ts'
import type { TrialStatement } from '../statement.ts'

/** What the attempts have in common. */
export interface Workshop {
  readonly server: Server
  readonly head: Database
  readonly catalog: Catalog
  readonly statements: readonly TrialStatement[]
  readonly options: TrialOptions
}

/** For what is tried on one statement without changing the database. */
export interface AttemptInput {
  readonly statement: TrialStatement
  /** A connection to head itself, for transactions that only read. */
  readonly reader: ReplaySide
}
