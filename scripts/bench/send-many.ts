import pg from 'pg'
import { KEYS, makeStatements } from './many-statements.ts'

/** Executions that travel together. */
const BATCH = 200

const [statements, calls] = process.argv.slice(2).map(Number) as [number, number]
const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
for (const text of makeStatements(statements)) {
  for (let sent = 0; sent < calls; sent += BATCH) await sendBatch(text, Math.min(BATCH, calls - sent))
}
await client.end()

/** One statement many times in one go, by the extended protocol; the answers are thrown away. */
function sendBatch(text: string, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const ignore = () => undefined
    client.query({
      submit(connection: pg.Connection) {
        connection.parse({ name: '', text, types: [] }, true)
        for (let call = 0; call < count; call++) {
          connection.bind({ values: [String(call % KEYS)] }, true)
          connection.execute({ rows: '0' }, true)
        }
        connection.sync()
      },
      handleRowDescription: ignore,
      handleDataRow: ignore,
      handleCommandComplete: ignore,
      handleError: reject,
      handleReadyForQuery: () => resolve(),
    } as pg.Submittable)
  })
}
