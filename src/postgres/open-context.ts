import type { Progress } from '../progress.ts'
import type { Remains } from './remains.ts'

export interface OpenContext {
  /** Stops the server at once and removes it; every open query then fails with the signal's reason. */
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly env: NodeJS.ProcessEnv
  /** Told what would be left if this process were killed, before there is any of it or right after. */
  readonly onRemains?: ((remains: Remains) => void) | undefined
  /** Told at the end what happened in the server, without statements and values. */
  readonly onLog?: ((lines: readonly string[]) => void) | undefined
}

export interface OpenOptions {
  /** The file to start on, in place of an empty server. */
  readonly archive?: string | undefined
  /** Whether it will be packed: its data must then outlive its process. */
  readonly isPacked?: boolean
}
