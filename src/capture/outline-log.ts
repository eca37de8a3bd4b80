import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import type { ServerLog } from '../postgres/server.ts'

/** csvlog's columns that are read here (PostgreSQL manual, “Using CSV-Format Log Output”). */
const COLUMN = { time: 0, pid: 3, tag: 7, severity: 11, code: 12, message: 13, backend: 23 } as const

/** Processes whose messages are the server's own: what a session says may quote statements and values. */
const OF_SERVER: ReadonlySet<string> = new Set([
  'postmaster',
  'startup',
  'logger',
  'checkpointer',
  'background writer',
  'walwriter',
])
const LINES = 20_000

/** What happened when in the server, the newest last: of statements only what kind they were and how long they took. */
async function outlineLog(log: ServerLog): Promise<readonly string[]> {
  const lines: string[] = []
  const rows = Readable.from(log.read(0, await log.position())).compose(parse({ relax_column_count: true }))
  for await (const row of rows as AsyncIterable<readonly string[]>) {
    lines.push(outline(row))
    if (lines.length > 2 * LINES) lines.splice(0, LINES)
  }
  return lines.slice(-LINES)
}

function outline(row: readonly string[]): string {
  const backend = row[COLUMN.backend] ?? ''
  const message = row[COLUMN.message] ?? ''
  const duration = /^duration: [\d.]+ ms/.exec(message)?.[0]
  return [
    row[COLUMN.time],
    `[${row[COLUMN.pid]}]`,
    backend,
    row[COLUMN.severity],
    row[COLUMN.code],
    row[COLUMN.tag],
    OF_SERVER.has(backend) ? message.replaceAll(/\s+/g, ' ') : duration,
  ]
    .filter(part => part !== undefined && part !== '')
    .join(' ')
}

/** Tells the outline of a server's log at the end of its work, however that ended. */
export function tellingLog(
  log: ServerLog | undefined,
  tell: ((lines: readonly string[]) => void) | undefined,
): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      if (log === undefined || tell === undefined) return
      // Where the server was stopped in a hurry its log is gone; that must not hide why.
      const lines = await outlineLog(log).catch(() => undefined)
      if (lines !== undefined) tell(lines)
    },
  }
}
