import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import type { ServerLog } from '../postgres/server.ts'

/** A statement that the server's log says was executed. */
interface LoggedExecution {
  readonly queryid: string
  readonly session: string
  readonly durationMs: number
  readonly sql: string
  /** In the order of `$1`…; null is NULL. */
  readonly values: readonly (string | null)[]
  /** For an SQL-level EXECUTE: its PREPARE. */
  readonly prepared: string | undefined
}

/** A statement that failed. */
interface LoggedFailure {
  readonly session: string
  readonly code: string
  readonly message: string
  readonly sql: string
  /** In the order of `$1`…, where it failed with values at hand. */
  readonly values: readonly (string | null)[]
}

/** The plan with which a statement ran; it stands before the execution's own line. */
interface LoggedPlan {
  readonly queryid: string
  readonly session: string
  /** As auto_explain printed it: one JSON object. */
  readonly json: string
}

export type LogEvent =
  | ({ readonly kind: 'execution' } & LoggedExecution)
  | ({ readonly kind: 'plan' } & LoggedPlan)
  | ({ readonly kind: 'failure' } & LoggedFailure)

/** csvlog's columns that are read here (PostgreSQL manual, “Using CSV-Format Log Output”). */
const COLUMN = {
  database: 2,
  session: 5,
  severity: 11,
  code: 12,
  message: 13,
  detail: 14,
  context: 18,
  query: 19,
  queryid: 25,
} as const

/** Reads a part of the server's log as it streams by; nothing of it is kept. */
export async function* readLog(log: ServerLog, from: number, to: number, database: string): AsyncGenerator<LogEvent> {
  const rows = Readable.from(log.read(from, to)).compose(parse({ relax_column_count: true }))
  for await (const row of rows as AsyncIterable<readonly string[]>) {
    if (row[COLUMN.database] !== database) continue
    const event = toEvent(row)
    if (event !== undefined) yield event
  }
}

function toEvent(row: readonly string[]): LogEvent | undefined {
  const session = row[COLUMN.session] ?? ''
  const message = row[COLUMN.message] ?? ''
  if (row[COLUMN.severity] === 'ERROR') {
    const parameters = /\bportal (?:"(?:[^"]|"")*" )?with (parameters: [\s\S]*)$/.exec(row[COLUMN.context] ?? '')?.[1]
    return {
      kind: 'failure',
      session,
      code: row[COLUMN.code] ?? '',
      message,
      sql: row[COLUMN.query] ?? '',
      values: parseParameters(parameters ?? ''),
    }
  }
  const plan = /^duration: [\d.]+ ms {2}plan:\s+(?=\{)/.exec(message)
  if (plan !== null) {
    return { kind: 'plan', queryid: row[COLUMN.queryid] ?? '0', session, json: message.slice(plan[0].length) }
  }
  const execution = /^duration: ([\d.]+) ms {2}(?:statement|execute [^:]*): /.exec(message)
  if (execution === null) return undefined
  return {
    kind: 'execution',
    queryid: row[COLUMN.queryid] ?? '0',
    session,
    durationMs: Number(execution[1]),
    sql: message.slice(execution[0].length),
    values: parseParameters(row[COLUMN.detail] ?? ''),
    prepared: /^prepare: ([\s\S]+)$/.exec(row[COLUMN.detail] ?? '')?.[1],
  }
}

/** The values of `parameters: $1 = '42', $2 = NULL` as the server writes them: text format, quotes doubled. */
export function parseParameters(detail: string): readonly (string | null)[] {
  const start = /^parameters: /i.exec(detail)
  if (start === null) return []
  return Array.from(detail.slice(start[0].length).matchAll(/\$\d+ = (?:'((?:[^']|'')*)'|NULL)/g), match =>
    match[1] === undefined ? null : match[1].replaceAll("''", "'"),
  )
}
