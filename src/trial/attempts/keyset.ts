import type { Attempt } from '../../advise/attempt.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import type { ValueSet } from '../../capture/snapshot.ts'
import { SqlError } from '../../postgres/client.ts'
import { inTransaction } from '../../replay/execution.ts'
import { measure, type ReplaySide } from '../../replay/measure.ts'
import { offsetToKeyset } from '../../rewrite/offset-to-keyset.ts'
import { toEffects, withoutProposal } from '../conclude.ts'
import { gainOf, harms } from '../effect.ts'
import type { TrialOptions } from '../options.ts'
import type { AttemptInput } from './input.ts'
import { inOtherForm, returnsTheSame } from './same-rows.ts'

/**
 * Asks for each page by the last row before it, whose values are looked up here. Told only where each page is the same, which it is
 * not where the order leaves rows that are alike in any order.
 */
export async function tryKeyset(
  draft: DraftOf<Extract<Attempt, { kind: 'keyset' }>>,
  { statement, before, reader }: AttemptInput,
  { limits }: TrialOptions,
): Promise<Finding | undefined> {
  const after = []
  let published: string | undefined
  for (const { valueSet } of statement.runs) {
    const page = await pageOf(valueSet, reader)
    if (page === undefined) return undefined
    const other = inOtherForm(valueSet, page.sql)
    if (!(await returnsTheSame(valueSet, other, reader))) return undefined
    published ??= page.published
    after.push(await measure(reader, other, false))
  }
  const effect = { statement, before, after }
  if (published === undefined || gainOf(effect) === undefined || harms(effect, limits)) return undefined
  return {
    ...withoutProposal(draft),
    evidence: [
      'Both forms returned the same rows; the values to begin after are those of the last row of the page before.',
      'No two rows may be alike in what the order is by: end it with the key.',
    ],
    fix: { sql: `${published};`, files: [] },
    trial: { effects: toEffects([effect]), writes: [], unaffected: 0, sizeBytes: 0, buildMs: 0 },
  }
}

async function pageOf(valueSet: ValueSet, reader: ReplaySide) {
  const keyset = valueSet.prepared === undefined ? offsetToKeyset(valueSet.sql) : undefined
  if (keyset === undefined) return undefined
  try {
    const [row] = await inTransaction(
      reader.client,
      inOtherForm(valueSet, keyset.lastSeen),
      { ...reader, isWrite: false },
      executable => reader.client.rows<Record<string, string | null>>(executable.sql),
    )
    const values = Object.values(row ?? {})
    return values.length > 0 && values.every(value => value !== null) ? keyset.after(values) : undefined
  } catch (error) {
    if (error instanceof SqlError) return undefined
    throw error
  }
}
