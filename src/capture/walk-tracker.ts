/** How a load sends one statement: in walks, each so many calls in a row, as in a loop over the rows of another one. */
export interface Walks {
  /** How many there are; a single call is a walk as well. */
  readonly count: number
  readonly calls: number
  /** Calls of the longest one. */
  readonly longest: number
  /** The sum of the squares of their lengths: by how much the number of calls varies where walks come by chance. */
  readonly squares: number
}

export interface WalkTracker {
  /** Takes an execution into account, in the order of the log. */
  follow(session: string, queryid: string, sql: string): void
  walksOf(queryids: readonly string[]): Walks | undefined
}

/** A loop may send this many other statements between two calls of one. */
const OTHERS_BETWEEN = 2
const TRANSACTION = /^\s*(?:begin|start|commit|end|rollback|abort|savepoint|release|set)\b/i

/** Finds the walks of each statement, along the sessions that send it; keeps a few numbers for each. */
export function createWalkTracker(): WalkTracker {
  /** The latest calls of each session with the length of the walk up to them, the last one first. */
  const latest = new Map<string, readonly { readonly queryid: string; readonly length: number }[]>()
  const found = new Map<string, Walks>()
  return {
    follow(session, queryid, sql) {
      if (TRANSACTION.test(sql)) return
      const before = latest.get(session) ?? []
      const length = (before.find(call => call.queryid === queryid)?.length ?? 0) + 1
      latest.set(session, [{ queryid, length }, ...before.slice(0, OTHERS_BETWEEN)])
      const { count, calls, longest, squares } = found.get(queryid) ?? NO_WALKS
      found.set(queryid, {
        count: count + (length === 1 ? 1 : 0),
        calls: calls + 1,
        longest: Math.max(longest, length),
        // What one call more adds to the square of a length.
        squares: squares + 2 * length - 1,
      })
    },
    walksOf(queryids) {
      const walks = queryids.flatMap(queryid => found.get(queryid) ?? [])
      return walks.length === 0 ? undefined : walks.reduce(both)
    },
  }
}

const NO_WALKS: Walks = { count: 0, calls: 0, longest: 0, squares: 0 }

const both = (a: Walks, b: Walks): Walks => ({
  count: a.count + b.count,
  calls: a.calls + b.calls,
  longest: Math.max(a.longest, b.longest),
  squares: a.squares + b.squares,
})
