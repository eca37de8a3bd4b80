/** How a table is to be divided. */
export interface PartitionDesign {
  readonly schema: string
  readonly table: string
  readonly method: PartitionMethod
  /** The column, unquoted. */
  readonly key: string
  /** Of partitions by range. */
  readonly interval: Interval
  /** Up to when there are partitions by range at first: in a trial the clock must not decide how many. */
  readonly reach: 'now' | 'newest row'
  /** Of partitions by hash. */
  readonly modulus: number
  /** What becomes of the rows there are. */
  readonly move: Move
}

/** They are copied into their partitions, or the old table becomes the first partition as it is, which only a range allows. */
export type Move = 'copy' | 'attach'

export type PartitionMethod = 'range' | 'list' | 'hash'
export type Interval = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** From the coarsest; days of each. */
const INTERVALS: readonly (readonly [Interval, number])[] = [
  ['year', 365],
  ['quarter', 91],
  ['month', 30],
  ['week', 7],
  ['day', 1],
]
/** Fewer parts prune too little. */
const FEWEST = 12
/** What one part may hold: it still fits a memory, and is vacuumed and indexed in minutes. */
const LARGEST_BYTES = 10 * 2 ** 30
/** Every statement without the key plans and opens all of them. */
const MOST = 400

/** The coarsest interval that makes at least twelve parts of a table, none of them over 10 GB; the finest that stays below 400. */
export function chooseInterval(days: number, bytes: number): Interval {
  const few = INTERVALS.filter(([, length]) => days / length <= MOST)
  const fitting = few.find(([, length]) => {
    const parts = days / length
    return parts >= FEWEST && bytes / parts <= LARGEST_BYTES
  })
  return (fitting ?? few.at(-1) ?? INTERVALS[0]!)[0]
}

/** A power of two, so that it can be doubled later by splitting each part: as many as keep a part below 10 GB, 8 to 128. */
export function chooseModulus(bytes: number): number {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, bytes / LARGEST_BYTES)))
  return Math.min(128, Math.max(8, wanted))
}

/** From here on a copy takes hours and more room than is kept free. */
const TOO_LARGE_TO_COPY = 100 * 2 ** 30

/** Whether a table of this size in production is attached; `bytes` with its indexes. */
export const chooseMove = (method: PartitionMethod, bytes: number): Move =>
  method === 'range' && bytes >= TOO_LARGE_TO_COPY ? 'attach' : 'copy'
