import { setTimeout as wait } from 'node:timers/promises'
import type { Server } from '../postgres/server.ts'
import { samplePlans } from '../postgres/settings.ts'

/** About 30,000 executions: from there on a plan for each of them costs more than it tells. */
const ENOUGH_BYTES = 64 * 2 ** 20
/** The share of executions whose plan is still logged then. */
const SAMPLE = 0.02
const LOOK_MS = 250

/** Runs a load that logs its plans, and thins these out where the load turns out to be large. */
export async function thinningPlans<T>(server: Server, load: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  // A server that has gone makes the load itself fail, which says more.
  const thinned = thinOut(server, over.signal).catch(() => false)
  try {
    return await load()
  } finally {
    over.abort()
    if (await thinned) await samplePlans(server, 1)
  }
}

async function thinOut(server: Server, over: AbortSignal): Promise<boolean> {
  const { log } = server
  if (log === undefined || !server.hasSuperuser) return false
  const start = await log.position()
  while (!over.aborted) {
    await wait(LOOK_MS, undefined, { signal: over }).catch(() => undefined)
    if (over.aborted || (await log.position()) - start < ENOUGH_BYTES) continue
    await samplePlans(server, SAMPLE)
    return true
  }
  return false
}
