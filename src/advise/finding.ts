/** What part of the database a finding is about. */
export type Area = 'index' | 'query' | 'schema' | 'bloat' | 'configuration' | 'partitioning' | 'pooling' | 'outlook'

/** One piece of advice or observation; nothing in it holds a literal of the load. */
export interface Finding {
  /** Stable across runs: what people put on an ignore list. */
  readonly key: string
  readonly rule: string
  readonly area: Area
  readonly severity: 'info' | 'advice' | 'warning'
  readonly title: string
  readonly why: string
  /** Figures and facts that it rests on, one sentence each. */
  readonly evidence: readonly string[]
  /** Present only when it was tried. */
  readonly fix: Fix | undefined
  /** Names of the statements it is about. */
  readonly statements: readonly string[]
  readonly trial: Trial | undefined
  /** The change of a setting that it tells of. */
  readonly setting?: SettingChange | undefined
}

/** A setting of the user’s server that the branch changes in its files. */
export interface SettingChange {
  readonly name: string
  /** Values as a file would have them, or words for what may not be shown. */
  readonly from: string
  readonly to: string
  /** `postgresql.conf:12`; empty where it is not known. */
  readonly place: string
  /**
   * Statements that do other work with it, in pages of all their value sets with temporary ones; `after` is left out of one that
   * fails. Undefined where it was not measured.
   */
  readonly effects?:
    | readonly { readonly statement: string; readonly before: number; readonly after?: number | undefined }[]
    | undefined
  /** What the whole server did in one pass of the load, of a setting that it takes at its start. */
  readonly figure?: ServerFigure | undefined
  /** Why neither was measured, as the end of a sentence. */
  readonly unmeasured?: string | undefined
}

/** Under the old and the new value of a setting. */
export interface ServerFigure {
  /** `pages read from outside shared_buffers`. */
  readonly what: string
  readonly unit: 'pages' | 'bytes' | 'times'
  readonly before: number
  readonly after: number
  /** Whether it differs by more than noise. */
  readonly isMoved: boolean
}

/** What to do about a finding. */
export interface Fix {
  /** What to run in production; empty where the fix is in files alone. */
  readonly sql: string
  /** The same in the project's own files: a new migration, a changed configuration. */
  readonly files: readonly FileEdit[]
}

/** A migration in steps, where it is more than its statements one after the other; they become `files`. */
export interface StepwiseFix extends Fix {
  readonly steps: readonly FixStep[]
}

/** A part of a migration that is run whole, and can be run again after it was interrupted. */
export interface FixStep {
  /** `partition_orders_copy`: what a migration with it may be called. */
  readonly slug: string
  /** Statements without their semicolons. */
  readonly sql: readonly string[]
  /** Whether it commits within, as a concurrent build of an index does too, so that it must not run in a transaction. */
  readonly commits: boolean
  /** What undoes it; empty where that is nothing. */
  readonly undo: readonly string[]
  /** What the table's primary key becomes, for schemas that declare it. */
  readonly primaryKey?: PrimaryKeyChange
}

/** Names of the database. */
export interface PrimaryKeyChange {
  readonly table: string
  readonly columns: readonly string[]
}

/** A change to a file of the head tree. It names what is taken out by its place alone: files may hold secrets. */
export interface FileEdit {
  /** Relative to the repository's root. */
  readonly path: string
  /** SHA-256 of the file's bytes before the change, hexadecimal; undefined where the file is new. */
  readonly sha256: string | undefined
  /** From top to bottom: at `line` (from 1, of the old text) `removes` lines go and `adds` come in their place. */
  readonly changes: readonly { readonly line: number; readonly removes: number; readonly adds: readonly string[] }[]
}

/** What a fix gained and cost when it was built in the throw-away database and the load replayed. */
export interface Trial {
  /** Statements that do less work with it, the greatest gain first; figures of all their value sets together. */
  readonly effects: readonly {
    readonly statement: string
    readonly buffersBefore: number
    readonly buffersAfter: number
    readonly durationMsBefore: number
    readonly durationMsAfter: number
  }[]
  /** What it costs the writes of the load, or saves them where an index goes, the greatest change first; those that cost the same are left out. */
  readonly writes: readonly {
    readonly statement: string
    readonly buffersBefore: number
    readonly buffersAfter: number
    readonly walBytesBefore: number
    readonly walBytesAfter: number
  }[]
  /** Statements that were replayed with it and did the same work as before. */
  readonly unaffected: number
  /** What the database grows by; negative where it shrinks. */
  readonly sizeBytes: number
  readonly buildMs: number
}
