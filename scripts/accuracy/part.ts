import type { Sample } from './sample.ts'
import type { Binaries } from './truth-server.ts'

export interface PartInput {
  readonly major: number
  readonly sample: Sample | undefined
  /** For the server that measures the truth. */
  readonly binaries: Binaries
  /** Tells how far it is. */
  readonly say: (text: string) => void
}
