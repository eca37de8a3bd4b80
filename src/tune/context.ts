import type { Tree } from '../checkout/tree.ts'
import type { WorseThan } from '../compare/thresholds.ts'
import type { Target } from '../config/schema.ts'
import type { TrialStatement } from '../trial/statement.ts'
import type { Effective } from './effective.ts'
import type { Parameters } from './parameter.ts'

/** What every trial of a setting needs to know. */
export interface TuneContext {
  readonly tree: Tree
  readonly effective: Effective
  readonly parameters: Parameters
  readonly target: Target
  readonly major: number
  readonly limits: WorseThan
  readonly statements: readonly TrialStatement[]
  /** work_mem that the statements' own figures were taken with, in bytes. */
  readonly replayWorkMem: number | undefined
}
