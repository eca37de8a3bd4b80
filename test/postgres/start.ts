import { type Config, configSchema } from '../../src/config/schema.ts'
import { openServer } from '../../src/postgres/open.ts'
import type { Server } from '../../src/postgres/server.ts'
import type { Progress } from '../../src/progress.ts'

export const EMBEDDED_MAJORS = [14, 15, 16, 17, 18]

export interface Recorder extends Progress {
  readonly steps: string[]
  readonly warnings: string[]
}

export function recordProgress(): Recorder {
  const steps: string[] = []
  const warnings: string[] = []
  return {
    steps,
    warnings,
    timings: [],
    stage: (_name, work) => work(),
    step: text => void steps.push(text),
    warn: text => void warnings.push(text),
  }
}

interface StartOptions {
  readonly signal?: AbortSignal
  readonly env?: NodeJS.ProcessEnv
  readonly progress?: Progress
}

export function startServer(config: Partial<Config['postgres']>, options: StartOptions = {}): Promise<Server> {
  return openServer(
    { ...configSchema.parse({}).postgres, ...config },
    {
      signal: options.signal ?? new AbortController().signal,
      env: options.env ?? process.env,
      progress: options.progress ?? recordProgress(),
    },
  )
}
