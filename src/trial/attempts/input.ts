import type { Catalog } from '../../capture/catalog/table.ts'
import type { Database, Server } from '../../postgres/server.ts'
import type { ReplaySide } from '../../replay/measure.ts'
import type { TrialOptions } from '../options.ts'
import type { Measured, TrialStatement } from '../statement.ts'

/** What the attempts have in common. */
export interface Workshop {
  readonly server: Server
  readonly head: Database
  readonly catalog: Catalog
  readonly statements: readonly TrialStatement[]
  readonly options: TrialOptions
  /** Names of the indexes that statements read in the other forms that are told, which add them. */
  readonly wanted: Set<string>
}

/** For what is tried on one statement without changing the database. */
export interface AttemptInput {
  readonly statement: TrialStatement
  /** What it does as it is, in the database of `reader`. */
  readonly before: readonly Measured[]
  /** A connection to head itself, or to a copy with the indexes that are advised, for transactions that only read. */
  readonly reader: ReplaySide
}
