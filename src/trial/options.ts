import type { WorseThan } from '../compare/thresholds.ts'
import type { AdviceBudget, Target } from '../config/schema.ts'
import type { Progress } from '../progress.ts'

export interface TrialOptions {
  readonly limits: WorseThan
  readonly statementTimeoutMs: number
  /** How many indexes are tried, a number and not a time, so that every run tries the same; and how many, how large and how dear may be advised. */
  readonly budget: AdviceBudget
  readonly target: Target
  readonly progress: Progress
  readonly signal: AbortSignal
}
