import type { MigrationTool } from '../config/schema.ts'
import type { SqlPiece } from '../sql/split.ts'

/** One migration of a tool whose files are SQL, in the order in which the tool applies them. */
export interface Migration {
  /** The tool's own key: a version, a folder name, a file name. */
  readonly id: string
  readonly file: string
  /** Equal exactly when the up part is equal. */
  readonly checksum: string
  readonly pieces: readonly SqlPiece[]
  /**
   * `file`: all pieces in one transaction, unless the file itself opens one. `query`: the tool sends the file as one simple
   * query, where several pieces are one transaction. `none`: each piece commits by itself.
   */
  readonly transaction: 'file' | 'query' | 'none'
  /** Applied again whenever its checksum changes (Flyway's R__). */
  readonly repeatable: boolean
  /** Whether the tool runs it in development only, until it is committed (graphile-migrate's `current.sql`). */
  readonly isUncommitted?: boolean
}

/** How a tool's configuration lets it connect, and what it finds there. */
export interface SessionSettings {
  /** Set in each session, such as search_path. */
  readonly session?: Readonly<Record<string, string>>
  /** Created where it is missing, before the first migration. */
  readonly schema?: string
  /** Roles that every database of the tool's has; created beforehand as those of `postgres.roles` are. */
  readonly roles?: readonly string[]
  /** What the tool's platform has in every database, run by the owner before the first migration; it may run again. */
  readonly platform?: string
  /** Extensions of the tool's platform, which are left out where the server does not have them. */
  readonly dispensable?: readonly string[]
}

/** What one side has to apply. */
export type MigrationSet =
  | {
      readonly kind: 'sql'
      readonly tool: MigrationTool
      readonly migrations: readonly Migration[] /** Drizzle: all pending files in one transaction. */
      readonly transaction: 'each' | 'all'
      readonly settings?: SessionSettings
      /** Sentences for the report. */
      readonly notes?: readonly string[]
    }
  | { readonly kind: 'command'; readonly command: string }

/** A lock that a statement took on a relation that existed before it. */
export interface Lock {
  readonly relation: string
  readonly mode: string
}

/** Where a statement stands. */
export interface SourcePlace {
  readonly file: string
  readonly line: number
}

/** Of what a command sent and no file of the branch tells of. */
export type NoPlace = Readonly<Record<never, never>>

/** The place alone of what may have one. */
export function placeOf(placed: SourcePlace | object): SourcePlace | NoPlace {
  return 'file' in placed ? { file: placed.file, line: placed.line } : {}
}

export type PlacedStatement = SourcePlace & MeasuredText

export type AppliedStatement = PlacedStatement | MeasuredText

export interface MeasuredText {
  readonly text: string
  readonly durationMs: number
  /** Strongest lock for each relation, strongest first. */
  readonly locks: readonly Lock[]
  /** Relations whose files were rewritten. */
  readonly rewrites: readonly string[]
}
