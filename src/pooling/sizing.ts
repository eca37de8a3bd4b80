/** What one transaction takes on average, in milliseconds. */
export interface Hold {
  /** From BEGIN to COMMIT. */
  readonly heldMs: number
  /** While the server worked. */
  readonly busyMs: number
}

/** A pool that is busier than this many of a thousand milliseconds makes requests wait in bursts. */
const BUSY_MS_PER_SECOND = 700

/** Connections that a rate of transactions needs (Little's law: L = λ·S), with room for bursts. */
export function neededConnections(transactionsPerSecond: number, { heldMs }: Hold): number {
  return Math.max(1, Math.ceil((transactionsPerSecond * heldMs) / BUSY_MS_PER_SECOND))
}

/**
 * Connections beyond which the server gains nothing: its processors, and for each the connections that may wait for their clients
 * meanwhile. Processors that are never idle do no more work with more sessions.
 */
export function usefulConnections(cpus: number, { heldMs, busyMs }: Hold): number {
  return Math.max(1, Math.ceil(cpus * (1 + Math.max(0, heldMs - busyMs) / Math.max(busyMs, 0.001))))
}

/** Where nothing was measured: twice the processors and a spindle (HikariCP's wiki, “About Pool Sizing”). */
export function priorConnections(cpus: number): number {
  return 2 * cpus + 1
}

/** The step of a sweep through powers of two at which throughput stops growing. */
export function predictKnee(cpus: number, hold: Hold): number {
  return 2 ** Math.ceil(Math.log2(usefulConnections(cpus, hold)))
}
