import type { Progress } from '../../src/progress.ts'

/** Progress that remembers what it was told. */
export function recordedProgress(): Progress & { readonly steps: string[]; readonly warnings: string[] } {
  const steps: string[] = []
  const warnings: string[] = []
  return {
    steps,
    warnings,
    timings: [],
    stage: (_name, work) => work(),
    step: text => steps.push(text),
    warn: text => warnings.push(text),
  }
}
