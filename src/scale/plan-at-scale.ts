import type { ValueSet } from '../capture/snapshot.ts'
import type { MeasuredStatement, PlannedPair } from '../compare/comparison.ts'
import { parsePlan } from '../plan/parse.ts'
import type { Plan } from '../plan/plan.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import type { Progress } from '../progress.ts'
import { inTransaction } from '../replay/execution.ts'
import { valueSetsOf } from '../replay/replay.ts'
import { planForAnyValue } from '../replay/unseen.ts'
import type { ScaleModel } from './scale-model.ts'

/** Planning may run functions of the branch, and what they read is gigabytes of nothing. */
const TIMEOUT_MS = 5_000

/**
 * Plans every statement that both sides have on the two databases of a scale model, with the values that the load sent. What
 * cannot be planned there is left out: temporary objects, whose making would read the model.
 */
export async function planAtScale(
  model: ScaleModel,
  measured: readonly MeasuredStatement[],
  { progress, signal }: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<readonly MeasuredStatement[]> {
  await using base = await model.base.connect('owner')
  await using head = await model.head.connect('owner')
  const planned: MeasuredStatement[] = []
  for (const [at, statement] of measured.entries()) {
    signal.throwIfAborted()
    progress.step(`${at + 1} of ${measured.length}: ${statement.pair.name}`)
    const atScale = await planPair(base, head, statement)
    planned.push(atScale.length === 0 ? statement : { ...statement, atScale })
  }
  return planned
}

async function planPair(base: Client, head: Client, { pair }: MeasuredStatement): Promise<readonly PlannedPair[]> {
  if (pair.base === undefined || pair.head === undefined) return []
  const pairs: PlannedPair[] = []
  for (const set of valueSetsOf(pair)) {
    if (set.base?.setup !== undefined || set.head?.setup !== undefined) continue
    const onBase = set.base && (await plan(base, set.base))
    const onHead = onBase && set.head && (await plan(head, set.head))
    if (onBase && onHead) pairs.push({ valueSet: set.index, base: onBase, head: onHead })
  }
  return pairs
}

/** Undefined where it cannot be planned; whether that is so on one side only is for the replay to say. */
async function plan(client: Client, valueSet: ValueSet): Promise<Plan | undefined> {
  const options = { isWrite: false, timeoutMs: TIMEOUT_MS }
  try {
    if (valueSet.why === 'never seen') {
      const planned = await planForAnyValue({ client, timeoutMs: TIMEOUT_MS }, valueSet)
      return planned.kind === 'measured' ? planned.plan : undefined
    }
    return await inTransaction(client, valueSet, options, async statement => {
      const [row] = await client.rows<{ 'QUERY PLAN': unknown }>(statement.explain(['verbose', 'format json']))
      return parsePlan(row?.['QUERY PLAN'])
    })
  } catch (error) {
    if (error instanceof SqlError) return undefined
    throw error
  }
}
