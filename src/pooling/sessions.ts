import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import type { ServerLog } from '../postgres/server.ts'

/** What a load did with its connections, from the log of a server that logs every statement with its duration. */
export interface SessionFigures {
  readonly sessions: number
  readonly transactions: number
  readonly statements: number
  /** From the first statement's start to the last one's end. */
  readonly spanMs: number
  /** Time that connections were needed: from BEGIN to COMMIT, and single statements; all transactions together. */
  readonly heldMs: number
  /** Of that, while the server worked. */
  readonly busyMs: number
  /** The longest that the server waited for its client within a transaction. */
  readonly longestIdleMs: number
  /** Most transactions at once. */
  readonly peak: number
  /** Sessions that ended, or were left, in a transaction. */
  readonly unfinished: number
  /** Statements that the driver prepared under a name. */
  readonly namedStatements: number
  /** Session state that was made, by kind, with the number of times. */
  readonly state: ReadonlyMap<StateKind, number>
}

export type StateKind = 'SET' | 'advisory lock' | 'LISTEN' | 'temporary table' | 'cursor WITH HOLD' | 'PREPARE' | 'LOAD'

/** csvlog's columns (PostgreSQL manual, “Using CSV-Format Log Output”). */
const COLUMN = { time: 0, database: 2, session: 5, message: 13, application: 22 } as const
/** What our own connections call themselves: they send the statements of workload files. */
const OURS = 'pgverdict'
const EXECUTION = /^duration: ([\d.]+) ms {2}(?:(statement)|(parse|bind|execute) ([^:]*)): ([\s\S]*)$/

interface Session {
  /** Start of the open transaction. */
  begunAt: number | undefined
  /** Durations of parse and bind that belong to the execution that follows. */
  pendingMs: number
  /** When the last statement ended: the log's whole milliseconds would let the next one begin before that. */
  endedAt: number
}

/** Shorter than what the log can tell. */
const MOMENT_MS = 0.001

/** Reads a part of the server's log; `database` is the load's own copy. */
export async function measureSessions(
  log: ServerLog,
  from: number,
  to: number,
  database: string,
): Promise<SessionFigures> {
  const sessions = new Map<string, Session>()
  const spans: { readonly start: number; readonly end: number }[] = []
  const state = new Map<StateKind, number>()
  let [busyMs, statements, namedStatements, longestIdleMs] = [0, 0, 0, 0]
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const rows = Readable.from(log.read(from, to)).compose(parse({ relax_column_count: true }))
  for await (const row of rows as AsyncIterable<readonly string[]>) {
    if (row[COLUMN.database] !== database || row[COLUMN.application] === OURS) continue
    const found = EXECUTION.exec(row[COLUMN.message] ?? '')
    if (found === null) continue
    const [, duration, simple, phase, name, sql = ''] = found
    const id = row[COLUMN.session] ?? ''
    const session = sessions.get(id) ?? { begunAt: undefined, pendingMs: 0, endedAt: Number.NEGATIVE_INFINITY }
    sessions.set(id, session)
    busyMs += Number(duration)
    if (simple === undefined && phase !== 'execute') {
      session.pendingMs += Number(duration)
      continue
    }
    const loggedAt = Date.parse(`${(row[COLUMN.time] ?? '').replace(' UTC', 'Z').replace(' ', 'T')}`)
    const start = Math.max(session.endedAt, loggedAt - Number(duration) - session.pendingMs)
    const end = Math.max(loggedAt, start + MOMENT_MS)
    if (session.begunAt !== undefined) longestIdleMs = Math.max(longestIdleMs, start - session.endedAt)
    session.pendingMs = 0
    session.endedAt = end
    ;[first, last] = [Math.min(first, start), Math.max(last, end)]
    statements += 1
    if (name !== undefined && name !== '' && name !== '<unnamed>') namedStatements += 1
    const kind = stateOf(sql)
    if (kind !== undefined) state.set(kind, (state.get(kind) ?? 0) + 1)
    if (BEGINS.test(sql)) session.begunAt ??= start
    else if (ENDS.test(sql) && session.begunAt !== undefined) {
      spans.push({ start: session.begunAt, end })
      session.begunAt = undefined
    } else if (session.begunAt === undefined) spans.push({ start, end })
  }
  const unfinished = [...sessions.values()].flatMap(({ begunAt }) =>
    begunAt === undefined ? [] : [{ start: begunAt, end: last }],
  )
  return {
    sessions: sessions.size,
    transactions: spans.length,
    statements,
    spanMs: statements === 0 ? 0 : last - first,
    heldMs: spans.reduce((sum, { start, end }) => sum + (end - start), 0),
    busyMs,
    longestIdleMs,
    peak: peakOf([...spans, ...unfinished]),
    unfinished: unfinished.length,
    namedStatements,
    state,
  }
}

const BEGINS = /^\s*(?:begin|start\s+transaction)\b/i
const ENDS = /^\s*(?:commit|end|abort|rollback(?!\s+(?:work\s+|transaction\s+)?to\b)|prepare\s+transaction)\b/i

/**
 * `SET` but for what poolers follow for each client (PgBouncer's manual, `track_extra_parameters`) and for what every client of a
 * driver sets alike when it connects.
 */
const STATE: readonly (readonly [StateKind, RegExp])[] = [
  [
    'SET',
    /^\s*set\s+(?!local\b|transaction\b|constraints\b)(?!(?:session\s+)?(?:client_encoding|names|datestyle|time\s*zone|timezone|standard_conforming_strings|application_name|extra_float_digits)\b)|^\s*select\s+(?:pg_catalog\.)?set_config\s*\(\s*(?!'(?:client_encoding|datestyle|timezone|standard_conforming_strings|application_name|extra_float_digits)')[^;]*,\s*(?:false|'f(?:alse)?')\s*\)/i,
  ],
  ['advisory lock', /\bpg_(?:try_)?advisory_lock(?:_shared)?\s*\(/i],
  ['LISTEN', /^\s*listen\b/i],
  [
    'temporary table',
    /^\s*create\s+(?:or\s+replace\s+)?(?:local\s+|global\s+)?temp(?:orary)?\s+(?:table|view|sequence|recursive\s+view)\b(?![\s\S]*\bon\s+commit\s+drop\b)|^\s*(?:select|with)\b[\s\S]*\binto\s+(?:local\s+|global\s+)?temp(?:orary)?\b/i,
  ],
  ['cursor WITH HOLD', /^\s*declare\b[\s\S]*\bwith\s+hold\b/i],
  ['PREPARE', /^\s*prepare\s+(?!transaction\b)/i],
  ['LOAD', /^\s*load\s+'/i],
]

/** The state that a statement leaves behind in its session, which the next client of a shared connection would meet. */
export function stateOf(sql: string): StateKind | undefined {
  return STATE.find(([, pattern]) => pattern.test(sql))?.[0]
}

function peakOf(spans: readonly { readonly start: number; readonly end: number }[]): number {
  // What ends at a moment ends before what begins at it.
  const events = spans.flatMap(({ start, end }) => [
    [start, 1],
    [end, -1],
  ])
  let [now, peak] = [0, 0]
  for (const [, step] of events.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]!)) {
    now += step ?? 0
    peak = Math.max(peak, now)
  }
  return peak
}
