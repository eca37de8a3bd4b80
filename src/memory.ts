import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What the process may take before it is worth the time to put away garbage sooner than V8 would. */
const MUCH_BYTES = 220 * 2 ** 20
const INTERVAL_MS = 500
/** Of the time, what collecting may take. */
const MAX_SHARE = 0.1

/**
 * Keeps V8's young generation at its first megabyte, and the old one near what is in use. A run makes garbage by the gigabyte
 * (the log, plans) and keeps little of it: V8 would answer by giving it 100 MB and more, which saves no time.
 */
export function keepHeapSmall(): Disposable {
  setFlagsFromString('--semi-space-growth-factor=1')
  let restUntil = 0
  const timer = setInterval(() => {
    const started = performance.now()
    if (started < restUntil) return
    collectGarbage()
    const now = performance.now()
    restUntil = now + (now - started) / MAX_SHARE
  }, INTERVAL_MS)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

let collect: (() => void) | undefined

/** Puts away all garbage at once, where the process is large. */
export function collectGarbage(): void {
  if (process.memoryUsage.rss() < MUCH_BYTES) return
  setFlagsFromString('--expose-gc')
  collect ??= runInNewContext('gc') as () => void
  collect()
}
