import type { GateRule, Level } from '../config/schema.ts'

export type Outcome = 'pass' | 'warn' | 'fail'

/** One line of the roster that comment, summary, annotations, outputs and exit code all read. */
export interface RosterEntry {
  readonly statement: string
  readonly fingerprint: string
  readonly rule: GateRule
  readonly level: Exclude<Level, 'off'>
  readonly text: string
  /** Set where the configuration accepts this plan: it no longer counts. */
  readonly accepted: { readonly reason: string; readonly until: string } | undefined
}

export interface Verdict {
  readonly outcome: Outcome
  /** Worst first. */
  readonly entries: readonly RosterEntry[]
}
