import type { MeasuredStatement } from '../../compare/comparison.ts'
import { quoteLiteral } from '../../postgres/quote.ts'
import { valueSetsOf } from '../../replay/replay.ts'
import { substituteParameters } from '../../sql/parameters.ts'
import type { SessionFigures } from '../sessions.ts'
import type { SweepLoad, SweepTransaction } from './run-clients.ts'

/** A read of the load with how often it was sent. */
interface WeightedRead {
  readonly sql: string
  readonly session: Readonly<Record<string, string>>
  readonly calls: number
}

/** Statements of one round of the load; more would say nothing new. */
const ROUND = 100
/** Longer transactions than these make no other shape. */
const MOST_STATEMENTS = 20
/** A timer tells no less. */
const LEAST_PAUSE_MS = 1

/**
 * Head's reads as often as they were sent, in transactions like those of the load's sessions: about as many statements, and as
 * much time that the server waits for its client. Writes are left out: of the few values that are known all clients would
 * write the same rows and wait for each other. Undefined where no read can be sent.
 */
export function toSweepLoad(
  measured: readonly MeasuredStatement[],
  sessions: SessionFigures | undefined,
): SweepLoad | undefined {
  const reads = takeTurns(readsOf(measured), ROUND)
  if (reads.length === 0) return undefined
  const transactions = sessions?.transactions ?? 0
  if (sessions === undefined || transactions === 0)
    return { transactions: reads.map(read => inOne([read])), pauseMs: 0 }
  const idleMs = Math.max(0, sessions.heldMs - sessions.busyMs) / transactions
  // BEGIN and COMMIT are statements of the load's, but not of what is sent here.
  const size = Math.min(MOST_STATEMENTS, Math.max(1, Math.round(sessions.statements / transactions - 2)))
  const isBlock = sessions.statements > transactions
  const grouped = isBlock
    ? reads.map((_, at) => Array.from({ length: size }, (__, next) => reads[(at + next) % reads.length]!))
    : reads.map(read => [read])
  return {
    transactions: grouped.map(group => inOne(group, isBlock)),
    pauseMs: isBlock && idleMs >= LEAST_PAUSE_MS ? idleMs : 0,
  }
}

function inOne(reads: readonly WeightedRead[], isBlock = false): SweepTransaction {
  const settings = Object.entries(Object.assign({}, ...reads.map(({ session }) => session)) as Record<string, string>)
  const set = settings.map(([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`)
  const begin = ['begin read only', ...(set.length === 0 ? [] : [`select ${set.join(', ')}`])].join('; ')
  return { begin: isBlock || set.length > 0 ? begin : undefined, statements: reads.map(({ sql }) => sql) }
}

function readsOf(measured: readonly MeasuredStatement[]): readonly WeightedRead[] {
  return measured.flatMap(({ pair, runs }) => {
    const { head } = pair
    if (head === undefined || head.isWrite) return []
    const executed = new Set(runs.flatMap(({ valueSet, head }) => (head.kind === 'measured' ? [valueSet] : [])))
    const sets = valueSetsOf(pair).flatMap(({ index, head }) =>
      head !== undefined && executed.has(index) && head.prepared === undefined && head.setup === undefined
        ? [head]
        : [],
    )
    return sets.map(({ sql, values, types, session }) => ({
      sql: substituteParameters(sql, values, types),
      session,
      calls: head.stats.calls / sets.length,
    }))
  })
}

/**
 * One round in which each has turns by its number of calls, spread evenly: always the one that is furthest behind its share. Those
 * that are too rare for the round are not in it.
 */
export function takeTurns<Item extends { readonly calls: number }>(
  items: readonly Item[],
  length: number,
): readonly Item[] {
  const total = items.reduce((sum, { calls }) => sum + calls, 0)
  if (total <= 0) return items.slice(0, length)
  const taken = items.map(() => 0)
  return Array.from({ length }, (_, turn) => {
    const behind = items.map(({ calls }, at) => ((turn + 1) * calls) / total - taken[at]!)
    const next = behind.indexOf(Math.max(...behind))
    taken[next]! += 1
    return items[next]!
  })
}
