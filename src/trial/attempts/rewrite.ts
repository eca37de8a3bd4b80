import type { Attempt } from '../../advise/attempt.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import type { ValueSet } from '../../capture/snapshot.ts'
import { counted } from '../../plan/words.ts'
import { SqlError } from '../../postgres/client.ts'
import { inTransaction } from '../../replay/execution.ts'
import { measure, type ReplaySide } from '../../replay/measure.ts'
import { isOrdered, rewriteSql } from '../../rewrite/rewrite.ts'
import { toEffects, withoutProposal } from '../conclude.ts'
import { gainOf, harms } from '../effect.ts'
import type { TrialOptions } from '../options.ts'
import type { AttemptInput } from './input.ts'

/**
 * Runs a statement in its other form with all the values of the load. Told only where both forms return the same rows for each of
 * them, in the same order where there is one, and the other form does clearly less work.
 */
export async function tryRewrite(
  draft: DraftOf<Extract<Attempt, { kind: 'rewrite' }>>,
  { statement, reader }: AttemptInput,
  { limits }: TrialOptions,
): Promise<Finding | undefined> {
  const forms = statement.runs.map(({ valueSet }) =>
    valueSet.prepared === undefined ? rewriteSql(draft.proposal.rewrite, valueSet.sql, valueSet.values) : undefined,
  )
  const after = []
  for (const [at, { valueSet }] of statement.runs.entries()) {
    const form = forms[at]
    if (form === undefined) return undefined
    const other = { ...valueSet, sql: form.sql }
    if (!(await returnsTheSame(valueSet, other, reader))) return undefined
    after.push(await measure(reader, other, false))
  }
  const effect = { statement, before: statement.runs.map(({ before }) => before), after }
  if (gainOf(effect) === undefined || harms(effect, limits)) return undefined
  const sets = statement.runs.length
  return {
    ...withoutProposal(draft),
    evidence: [
      `Both forms returned the same rows on this data for ${sets === 1 ? 'the values' : `all ${counted(sets, 'set')} of values`} of the load.`,
    ],
    fix: { sql: `${forms[0]!.published};`, files: [] },
    trial: { effects: toEffects([effect]), writes: [], unaffected: 0, sizeBytes: 0, buildMs: 0 },
  }
}

async function returnsTheSame(one: ValueSet, other: ValueSet, reader: ReplaySide): Promise<boolean> {
  const isInOrder = isOrdered(one.sql)
  const digest = await digestOf(one, isInOrder, reader)
  return digest !== undefined && digest === (await digestOf(other, isInOrder, reader))
}

/**
 * Number of rows and two sums of 64-bit hashes over them, each row as text: equal for equal multisets, and where the order counts
 * with each row's place. Undefined where the statement fails.
 */
async function digestOf(valueSet: ValueSet, isInOrder: boolean, reader: ReplaySide): Promise<string | undefined> {
  const place = isInOrder ? 'row_number() over ()::text || ' : ''
  const hash = (seed: number) => `sum(hashtextextended(line, ${seed})::numeric)`
  const sql = `select concat_ws(' ', count(*), ${hash(0)}, ${hash(1)}) as digest
    from (select ${place}result::text as line from (${valueSet.sql.replace(/;\s*$/, '')}\n) as result) as lines`
  try {
    const rows = await inTransaction(reader.client, { ...valueSet, sql }, { ...reader, isWrite: false }, executable =>
      reader.client.rows<{ digest: string }>(executable.sql),
    )
    return rows[0]?.digest
  } catch (error) {
    if (error instanceof SqlError) return undefined
    throw error
  }
}
