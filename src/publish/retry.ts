import { setTimeout } from 'node:timers/promises'

const ATTEMPTS = 4
/** GitHub ends what takes it longer than ten seconds; the rest is for slow networks. */
const TIMEOUT_MS = 30_000
/** GitHub asks for a minute at most before it lets a client write again. */
const MAX_WAIT_MS = 60_000

/** What an Octokit request throws. */
interface RequestFailure extends Error {
  readonly status: number
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> }
}

export function isRequestFailure(error: unknown): error is RequestFailure {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
}

/**
 * Runs `work` again after failures of the server, of the network and of rate limits, as long as `retry-after` asks for, else a
 * second, two, four. `work` must be safe to run again whatever it had done already; the signal that it gets ends it when it
 * hangs, and when the run is cancelled.
 */
export async function withRetries<T>(work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]))
    } catch (error) {
      signal?.throwIfAborted()
      const waitMs = retryWaitMs(error, attempt)
      if (waitMs === undefined || attempt === ATTEMPTS) throw error
      await setTimeout(waitMs, undefined, signal ? { signal } : {})
    }
  }
}

function retryWaitMs(error: unknown, attempt: number): number | undefined {
  if (error instanceof Error && error.name === 'TimeoutError') return 0
  if (!isRequestFailure(error)) return undefined
  const headers = error.response?.headers ?? {}
  const retryAfter = headers['retry-after']
  const isLimited = retryAfter !== undefined || headers['x-ratelimit-remaining'] === '0'
  const isTransient = error.status >= 500 || error.status === 429 || (error.status === 403 && isLimited)
  if (!isTransient) return undefined
  const waitMs = retryAfter === undefined ? 1000 * 2 ** (attempt - 1) : Number(retryAfter) * 1000
  return Number.isFinite(waitMs) ? Math.min(waitMs, MAX_WAIT_MS) : MAX_WAIT_MS
}
