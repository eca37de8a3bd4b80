import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from './client.ts'
import type { ServerLog } from './server.ts'
import { LOG_FILE } from './settings.ts'

/** The log's bytes, wherever they lie. */
interface LogFile {
  size(): Promise<number>
  read(from: number, to: number): AsyncIterable<Uint8Array>
}

const POLL_MS = 2
const PATIENCE_MS = 30_000
/** Bytes that one `pg_read_binary_file` fetches; they travel as twice as many hexadecimal digits. */
const CHUNK_BYTES = 2 ** 20

export function openFileLog(path: string, admin: Client): ServerLog {
  return withPosition(admin, {
    size: async () => (await stat(path)).size,
    async *read(from, to) {
      if (to > from) yield* createReadStream(path, { start: from, end: to - 1 })
    },
  })
}

/** For a server whose files are elsewhere: reads the log through the server itself. */
export function openRemoteLog(admin: Client): ServerLog {
  return withPosition(admin, {
    async size() {
      const [row] = await admin.rows<{ size: string }>('select size from pg_stat_file($1)', [LOG_FILE])
      return Number(row?.size)
    },
    async *read(from, to) {
      for (let at = from; at < to; at += CHUNK_BYTES) {
        const length = Math.min(CHUNK_BYTES, to - at)
        const [row] = await admin.rows<{ chunk: string }>(
          `select encode(pg_read_binary_file($1, $2, $3), 'hex') as chunk`,
          [LOG_FILE, at, length],
        )
        yield Buffer.from(row?.chunk ?? '', 'hex')
      }
    },
  })
}

/**
 * Backends hand their log lines to the collector through one pipe, before they answer: so once a line of our own has arrived
 * in the file, every line of a statement that had ended before has too.
 */
function withPosition(admin: Client, file: LogFile): ServerLog {
  return {
    read: file.read,
    async position() {
      const from = await file.size()
      const mark = randomUUID()
      await admin.run(`do $$ begin raise log 'pgverdict ${mark}'; end $$`)
      for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await wait(POLL_MS)) {
        const end = await endOfLine(file.read(from, await file.size()), mark)
        if (end !== undefined) return from + end
      }
      throw new Error('The server’s log collector does not write')
    },
  }
}

async function endOfLine(chunks: AsyncIterable<Uint8Array>, mark: string): Promise<number | undefined> {
  const bytes = Buffer.concat(await Array.fromAsync(chunks))
  const at = bytes.indexOf(mark)
  const newline = at < 0 ? -1 : bytes.indexOf('\n', at)
  return newline < 0 ? undefined : newline + 1
}
