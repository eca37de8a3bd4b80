import type { Attempt } from '../../advise/attempt.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import { counted } from '../../plan/words.ts'
import { measure } from '../../replay/measure.ts'
import { rewriteSql } from '../../rewrite/rewrite.ts'
import { toEffects, withoutProposal } from '../conclude.ts'
import { gainOf, harms } from '../effect.ts'
import type { TrialOptions } from '../options.ts'
import type { AttemptInput } from './input.ts'
import { inOtherForm, isVolatile, returnsTheSame } from './same-rows.ts'

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
    if (form === undefined || (await isVolatile(valueSet.sql, reader))) return undefined
    const other = inOtherForm(valueSet, form.sql)
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
