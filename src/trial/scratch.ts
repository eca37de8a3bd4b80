import type { TrialBench } from './bench.ts'

/** One copy of head for those that leave it as they found it, one after the other: each copy takes its time. */
export interface Scratch extends AsyncDisposable {
  take(): Promise<TrialBench>
}

/** It is made, by `open`, when it is first taken. */
export function createScratch(open: () => Promise<TrialBench>): Scratch {
  let opened: Promise<TrialBench> | undefined
  return {
    take() {
      opened ??= open()
      return opened
    },
    // Who took it knows that it could not be made.
    [Symbol.asyncDispose]: async () => (await opened?.catch(() => undefined))?.[Symbol.asyncDispose](),
  }
}
