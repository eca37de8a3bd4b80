import type { Hold } from '../sizing.ts'

/** What a number of connections did that were all busy. */
export interface SweepPoint {
  readonly connections: number
  /** Transactions a second. */
  readonly rate: number
  /** Half, and 95 of 100, of the transactions took no longer. */
  readonly p50Ms: number
  readonly p95Ms: number
}

/** Throughput and latency of the load by the number of connections, as one machine had them. Advisory: times are never the same twice. */
export interface PoolSweep {
  /** Processors of the machine that it ran on. */
  readonly processors: number
  /** Of one connection's transactions, which the prediction rests on. */
  readonly hold: Hold
  /** In growing order of connections. */
  readonly points: readonly SweepPoint[]
  /** The fewest connections that do as much as more of them. */
  readonly knee: number
  readonly predicted: number
  /** The most clients of the sweep through PgBouncer with as many connections as the knee has; undefined where there is none. */
  readonly pooler: { readonly version: string; readonly clients: number; readonly point: SweepPoint } | undefined
  /** What `target.cpus` processors can use of such transactions. */
  readonly target: { readonly cpus: number; readonly useful: number } | undefined
  /** Transactions in which a statement failed, as those that took too long. */
  readonly failed: number
  /** The share of the machine's processors that others had meanwhile; undefined where nobody tells. */
  readonly others: number | undefined
}

/** One run of a size. */
export interface SizeRun extends SweepPoint {
  readonly failed: number
  readonly others: number | undefined
}

/** A size whose rate is within a tenth of the plateau's does as well. */
const PLATEAU = 0.9
/** Beyond four times the prediction, and beyond sixteen connections, nothing is left to see. */
const BEYOND = { factor: 4, connections: 16 }
/** More clients than these are busy with each other in one process that sends for all of them. */
const MOST_CONNECTIONS = 128

/** Powers of two from one connection on to well beyond the knee that is expected, and no more than the server has room for. */
export function sizesFor(predicted: number, room: number): readonly number[] {
  const last = Math.min(Math.max(BEYOND.connections, BEYOND.factor * predicted), MOST_CONNECTIONS, Math.max(1, room))
  return Array.from({ length: 1 + Math.floor(Math.log2(last)) }, (_, step) => 2 ** step)
}

/**
 * The smallest size on the plateau. Its height is the mean of the best size and the better of its neighbours: one lucky size
 * alone makes no plateau. `points` are in growing order; without any it is 1.
 */
export function kneeOf(points: readonly SweepPoint[]): number {
  const best = points.reduce((top, { rate }, at) => (rate > points[top]!.rate ? at : top), 0)
  const beside = Math.max(points[best - 1]?.rate ?? 0, points[best + 1]?.rate ?? 0)
  const height = ((points[best]?.rate ?? 0) + beside) / 2
  return points.find(({ rate }) => rate >= PLATEAU * height)?.connections ?? 1
}

/** Medians of the runs of one size. */
export function toPoint(connections: number, runs: readonly SizeRun[]): SweepPoint {
  const of = (key: 'rate' | 'p50Ms' | 'p95Ms') => median(runs.map(run => run[key]))
  return { connections, rate: of('rate'), p50Ms: of('p50Ms'), p95Ms: of('p95Ms') }
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5)
}

/** The least of the numbers below which that share of them lies; 0 where there are none. */
export function quantile(numbers: readonly number[], share: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? 0
}
