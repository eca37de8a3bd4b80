import type { WorseThan } from '../compare/thresholds.ts'
import type { Target } from '../config/schema.ts'
import type { Progress } from '../progress.ts'

export interface TrialOptions {
  readonly limits: WorseThan
  readonly statementTimeoutMs: number
  /** Indexes to try besides those for what this branch made worse; a number and not a time, so that every run tries the same. */
  readonly adviceCandidates: number
  readonly target: Target
  readonly progress: Progress
  readonly signal: AbortSignal
}
