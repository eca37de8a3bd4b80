import { setTimeout as wait } from 'node:timers/promises'
import { type Client, SqlError } from '../../postgres/client.ts'
import { quantile, type SweepPoint } from './sweep.ts'

/** What every client sends over and over; the clients start at different places of it. */
export interface SweepLoad {
  /** Complete statements without parameters, by transaction. */
  readonly transactions: readonly SweepTransaction[]
  /** How long a client thinks after the first statement of a transaction, which keeps its connection meanwhile. */
  readonly pauseMs: number
}

export interface SweepTransaction {
  /** Undefined for a statement that is sent alone, outside of a transaction block. */
  readonly begin: string | undefined
  readonly statements: readonly string[]
}

export interface ClientRun extends SweepPoint {
  readonly failed: number
}

/**
 * Sends the load through all clients at once for a time, each as soon as it has its answer. Transactions are rolled back. Whose
 * statement fails is counted and no part of the rate.
 */
export async function runClients(
  clients: readonly Client[],
  load: SweepLoad,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<ClientRun> {
  const latencies: number[] = []
  let failed = 0
  const started = performance.now()
  const until = started + ms
  await Promise.all(
    clients.map(async (client, offset) => {
      for (let at = offset; performance.now() < until; at++) {
        signal.throwIfAborted()
        const begunAt = performance.now()
        if (await send(client, load.transactions[at % load.transactions.length]!, load.pauseMs))
          latencies.push(performance.now() - begunAt)
        else failed++
      }
    }),
  )
  const seconds = (performance.now() - started) / 1000
  return {
    connections: clients.length,
    rate: latencies.length / seconds,
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
    failed,
  }
}

/** Returns whether all of it succeeded. */
async function send(client: Client, { begin, statements }: SweepTransaction, pauseMs: number): Promise<boolean> {
  let succeeded = true
  try {
    if (begin !== undefined) await client.run(begin)
    for (const [at, statement] of statements.entries()) {
      await client.run(statement)
      if (at === 0 && pauseMs > 0) await wait(pauseMs)
    }
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    succeeded = false
  }
  if (begin !== undefined) await client.run('rollback')
  return succeeded
}
