import { setTimeout as wait } from 'node:timers/promises'
import { connectClient, SqlError } from './client.ts'
import { isConnectionLoss } from './server-failure.ts'

const PATIENCE_MS = 120_000
const POLL_MS = 5
/** Something else that took the port may accept connections and never speak, or refuse the password. */
const ANSWER_MS = 2000

/**
 * Waits for the first answer of a server that was just started. `whyNot` says what it said when it ended instead; that text is
 * returned, or nothing once it answers. `isReady` tells without asking the server whether it is worth while: each connection
 * that comes too early costs it a process.
 */
export async function waitForServer(
  url: string,
  signal: AbortSignal,
  whyNot: () => Promise<string | undefined>,
  isReady: () => Promise<boolean> = async () => true,
): Promise<string | undefined> {
  let refusedAt: number | undefined
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await wait(POLL_MS)) {
    signal.throwIfAborted()
    const failure = await whyNot()
    if (failure !== undefined) return failure
    if (!(await isReady())) continue
    try {
      await using _client = await connectClient({ url, timeoutMs: ANSWER_MS })
      return undefined
    } catch (error) {
      if (error instanceof SqlError && isConnectionLoss(error)) continue
      refusedAt ??= Date.now()
      if (Date.now() - refusedAt > ANSWER_MS) return String(error)
    }
  }
  return `It did not answer within ${PATIENCE_MS / 1000} s.`
}
