import type { Progress } from '../progress.ts'

export interface OpenContext {
  /** Stops the server at once and removes it; every open query then fails with the signal's reason. */
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly env: NodeJS.ProcessEnv
}
