/** A statement that a migration command sent. Writes that differ in their values only, as a loop sends them, are one step. */
export interface SentStep {
  /** As it was sent, with `$1` where a value was bound. */
  readonly source: string
  /** With the values, in the order in which they were sent; at least one. */
  readonly texts: readonly [string, ...string[]]
  /** Of all of them; of a query of several statements an equal share. */
  readonly durationMs: number
}

/** What a migration command had committed at once. */
export interface SentUnit<Step = SentStep> {
  /** The server's name of the session. */
  readonly session: string
  /** Whether it was a transaction of the command's; else its one step committed by itself. */
  readonly isTransaction: boolean
  readonly steps: readonly Step[]
}

/** What a migration command had committed, in the order of the commits; `too much` to go through it statement by statement. */
export type Sent = Committed | 'too much'

interface Committed {
  /** The name of the database that it was sent to. */
  readonly to: string
  readonly units: readonly SentUnit[]
}
