import type { Plan } from '../plan/plan.ts'

/** Work that one execution really caused, triggers and foreign-key checks included. Exact and repeatable but for the times. */
export interface Work {
  /** Shared and local buffers, hit and read together. */
  readonly buffers: number
  readonly tempBlocks: number
  readonly walBytes: number
  readonly rows: number
}

/** The plan of a statement that ran inside another one, in a function or trigger. */
export interface InnerPlan {
  readonly text: string
  readonly plan: Plan
  /** The function that ran it and the line of its body: `sum_up() line 3`. */
  readonly within?: string | undefined
}

/** One statement with one value set on one side. */
export type Measurement =
  | {
      readonly kind: 'measured'
      readonly plan: Plan
      readonly work: Work
      /** Milliseconds of each execution without instrumentation, in order; advisory. */
      readonly durationsMs: readonly number[]
      /** Plans of statements that ran inside it (functions, triggers), outermost first. */
      readonly nested: readonly InnerPlan[]
      /** Whether it ran into the timeout until what its functions run was no longer planned anew each time. */
      readonly cachesPlans?: boolean
    }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly timedOut: boolean }
  | { readonly kind: 'skipped'; readonly reason: string }

/** Base and head for one statement and one value set of it. */
export interface MeasuredPair {
  readonly valueSet: number
  readonly base: Measurement
  readonly head: Measurement
  /** Whether it does another thing each time, on one and the same side; then the two executions are those nearest to each other. */
  readonly isUnsteady?: boolean
}
