import { setTimeout } from 'node:timers/promises'

const ATTEMPTS = 4
/** GitHub ends what takes it longer than ten seconds; the rest is for slow networks. */
const TIMEOUT_MS = 30_000
/** What GitHub asks a client to wait that it gives no time to, and at most before it lets one write again. */
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

/** Milliseconds to wait before the next try; undefined where it would fail as well. */
export function retryWaitMs(error: unknown, attempt: number): number | undefined {
  if (error instanceof Error && error.name === 'TimeoutError') return 0
  if (!isRequestFailure(error)) return undefined
  const isLimited = isRateLimited(error)
  if (error.status < 500 && !isLimited) return undefined
  const retryAfter = error.response?.headers['retry-after']
  const backoffMs = isLimited ? MAX_WAIT_MS : 1000 * 2 ** (attempt - 1)
  const waitMs = retryAfter === undefined ? backoffMs : Number(retryAfter) * 1000
  return Number.isFinite(waitMs) ? Math.min(waitMs, MAX_WAIT_MS) : MAX_WAIT_MS
}

/** GitHub has more than one way to say it: docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api. */
function isRateLimited({ status, message, response }: RequestFailure): boolean {
  if (status === 429) return true
  const { 'retry-after': retryAfter, 'x-ratelimit-remaining': remaining } = response?.headers ?? {}
  return status === 403 && (retryAfter !== undefined || remaining === '0' || /rate limit/i.test(message))
}

/** Whether the token may not do it, or may not even know of it; a client that must wait is not refused. */
export function isDenied(error: unknown): boolean {
  return isRequestFailure(error) && (error.status === 404 || (error.status === 403 && !isRateLimited(error)))
}
