/** One piece of advice or observation; nothing in it holds a literal of the load. */
export interface Finding {
  /** Stable across runs: what people put on an ignore list. */
  readonly key: string
  readonly rule: string
  readonly severity: 'info' | 'advice' | 'warning'
  readonly title: string
  readonly why: string
  /** SQL that fixes it; present only when it was tried. */
  readonly fix: { readonly sql: string } | undefined
  /** Names of the statements it is about. */
  readonly statements: readonly string[]
  readonly trial: Trial | undefined
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
  /** What it costs the writes of the load, the dearest first; those that cost the same are left out. */
  readonly writes: readonly {
    readonly statement: string
    readonly buffersBefore: number
    readonly buffersAfter: number
    readonly walBytesBefore: number
    readonly walBytesAfter: number
  }[]
  /** Statements that were replayed with it and did the same work as before. */
  readonly unaffected: number
  readonly sizeBytes: number
  readonly buildMs: number
}
