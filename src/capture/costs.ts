import { parsePlan } from '../plan/parse.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import { inTransaction } from '../replay/execution.ts'
import type { ValueSet } from './snapshot.ts'

/** For planning alone. */
const TIMEOUT_MS = 10_000

/** The planner's cost of each candidate that can be planned, by its key. Calls of one text plan in one transaction. */
export async function estimateCosts(
  client: Client,
  candidates: ReadonlyMap<string, ValueSet>,
): Promise<ReadonlyMap<string, number>> {
  const costs = new Map<string, number>()
  if (candidates.size < 2) return costs
  const alike = Map.groupBy(candidates, ([, { sql, session, prepared, setup, values }]) =>
    JSON.stringify([values.length > 0 && sql, session, prepared, setup]),
  )
  for (const group of alike.values()) {
    const [, first] = group[0]!
    try {
      await inTransaction(client, first, { isWrite: false, timeoutMs: TIMEOUT_MS }, async statement => {
        for (const [key, { sql, values }] of group) {
          const call =
            values.length > 0 ? statement.withValues(values).explain(['format json']) : `explain (format json) ${sql}`
          const [row] = await client.rows<{ 'QUERY PLAN': unknown }>(call)
          costs.set(key, parsePlan(row?.['QUERY PLAN']).root.totalCost)
        }
      })
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
    }
  }
  return costs
}
